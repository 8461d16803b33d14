import type { BenchDatabase, Server } from '../server.ts'

/** A queue under measurement: its worker is running, its jobs post to the sink. */
export type System = {
  name: string
  /** The processes that do the work. */
  pids: number[]
  database: BenchDatabase
  /** Makes jobs that are due now, seen by the workers all at once. */
  enqueue: (count: number) => Promise<Enqueued>
  /** Makes one job that is due now, as a program would; its id. */
  enqueueOne: () => Promise<string>
  /** Makes jobs that are due at an instant to come; their ids can be asked for when they have run. */
  schedule: (count: number, at: Date) => Promise<() => Promise<string[]>>
  /** Whether the outcome of every job has been stored. */
  isEmpty: () => Promise<boolean>
  end: () => Promise<void>
}

export type Enqueued = {
  ids: string[]
  /** Just before the commit, by the monotonic clock. */
  at: number
}

export type StartSystem = (server: Server, sinkUrl: string) => Promise<System>

/** What every job sends. */
export const body = '{"hello":"from the bench","n":1}'
/** Posts under way in each worker. */
export const concurrency = 100
