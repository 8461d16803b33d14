import type { Taken } from './call.ts'

/** A word of a command line, its quotes taken off. */
export type Word = {
  text: string
  /** Variables and substitutions that only the machine knows; they stand in the text as they were. */
  unknown: string[]
  /** Variables whose value was known. */
  filled: Taken[]
  /** Where it begins in the text. */
  at: number
}

export type Token =
  | ({ kind: 'word' } & Word)
  /** Ends a command: `&&`, `||`, `|`, `;`, `&`, brackets, the end of a line. */
  | { kind: 'operator'; text: string }
  /** `target` is what it leads to or from; for a here-document what stands in it. */
  | { kind: 'redirect'; operator: string; target: string }

export type Variables = ReadonlyMap<string, { value: string; line: number }>
