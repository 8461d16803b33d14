/** Something that is not sealed under the newest key, and how to seal it so. */
export type Unsealed = {
  id: string
  /**
   * By compare-and-set: false when it was changed meanwhile.
   * @throws SealError when it does not open.
   */
  reseal: () => Promise<boolean>
}

/** One kind of secret that the database keeps, to be walked through in the order of ids. */
export type SealedKind = {
  /** In words for the operator. */
  what: string
  /** What comes after this id, at most so many. */
  find: (after: string, limit: number) => Promise<Unsealed[]>
}
