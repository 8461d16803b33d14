/** How far a line of an import has come. */
export type ImportState =
  | { kind: 'open' }
  | { kind: 'waiting' }
  | { kind: 'making' }
  | { kind: 'made'; id: string; name: string }
  | { kind: 'refused'; why: string }
