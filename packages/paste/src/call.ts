/** A piece of what was pasted that became part of a job. Neither ever shows the value of a header. */
export type Taken = { what: string; as: string }
/** A piece that did not, or is to be looked at. */
export type Dropped = { what: string; why: string }

/** What a call sends, as far as the command says it. */
export type Request = {
  url: string
  method: string
  headers: [name: string, value: string][]
  body: string | null
  timeoutMs: number | null
  retryAttempts: number | null
  /** Whether it is to be left out while an earlier one runs. */
  skipsOverlap: boolean
}

/** One call that a command makes; `request` is null where there is none that Prikke can make. */
export type Call = {
  /** Of the text, from 1. */
  line: number
  source: string
  request: Request | null
  taken: Taken[]
  dropped: Dropped[]
  /** Why it is no job as it stands. */
  problem: string | null
}
