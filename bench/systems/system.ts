import type { Pool } from '@prikke/schema'
import type { Server } from '../server.ts'

/** A queue under measurement: its worker is running, its jobs post to the sink. */
export type System = {
  name: string
  /** The processes that do the work. */
  pids: number[]
  /** Makes jobs that are due now, seen by the workers all at once. */
  enqueue: (count: number) => Promise<Enqueued>
  /** Whether the outcome of every job has been stored. */
  isEmpty: () => Promise<boolean>
  /** Its database, for what the bench does beside it. */
  pool: Pool
  end: () => Promise<void>
}

export type Enqueued = {
  ids: string[]
  /** Just before the commit, by the monotonic clock. */
  at: number
}

export type StartSystem = (stage: { server: Server; sinkUrl: string }) => Promise<System>

/** What every job sends. */
export const body = '{"hello":"from the bench","n":1}'
/** Posts under way in each worker. */
export const concurrency = 100
