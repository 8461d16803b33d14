/** Why a sealed text does not open. */
export class SealError extends Error {
  /** The key that sealed it is not here; otherwise it was changed, or was sealed for another place. */
  readonly isKeyMissing: boolean

  constructor(message: string, { isKeyMissing = false } = {}) {
    super(message)
    this.isKeyMissing = isKeyMissing
  }
}
