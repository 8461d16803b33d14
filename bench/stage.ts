import type { Server } from './server.ts'
import type { Sink } from './sink.ts'
import type { Sizes } from './sizes.ts'

/** What a case finds when it begins. */
export type Stage = {
  server: Server
  sink: Sink
  sizes: Sizes
  /** Names of the systems to measure; null for all of them. */
  only: string[] | null
}

export type Table = { columns: string[]; rows: string[][] }

/** One thing that the bench measures. */
export type Case = {
  name: string
  title: string
  /** How it is measured, for the reader of the table. */
  about: (sizes: Sizes) => string
  run: (stage: Stage) => Promise<Table>
}
