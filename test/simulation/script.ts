import type { Definition } from './model/tables.ts'

export type Role = 'scheduler' | 'executor' | 'notifier'
/** Where a fault strikes: a statement of a process, or the request that it sends. */
export type Point =
  | 'look'
  | 'read'
  | 'write'
  | 'claim'
  | 'request'
  | 'settle'
  | 'switch-off'
  | 'alert'
  | 'tell'
export type Strike =
  | 'dies-before'
  | 'dies-after'
  | 'stops-before'
  | 'stops-after'
  | 'lost'
  | 'answer-lost'
  | 'answer-late'
  | 'late'
export type Mood = 'fails' | 'busy' | 'refuses' | 'hangs' | 'slow' | 'gone' | 'flaky'

/** What people, targets and chance do to a run; everything else follows from it and the seed. */
export type Act = { at: number } & (
  | { do: 'make'; job: number; count: number; organization: number; definition: Definition }
  | { do: 'edit'; job: number; change: Partial<Definition> }
  | { do: 'delete'; job: number }
  | { do: 'run'; job: number; count: number }
  | { do: 'cancel'; job: number }
  | { do: 'replay'; job: number }
  | { do: 'target'; job: number; mood: Mood; forMs: number }
  | { do: 'receivers'; mood: 'away' | 'refuse' | 'slow'; forMs: number }
  | { do: 'fault'; role: Role; process: number; point: Point; strike: Strike; forMs: number }
  | { do: 'stop'; role: Role; process: number; forMs: number }
  | { do: 'kill'; role: Role; process: number; forMs: number }
  | { do: 'kill-all'; role: Role; forMs: number }
  | { do: 'leave'; role: Role; process: number; forMs: number }
  | { do: 'outage'; forMs: number }
  | { do: 'deaf'; forMs: number }
)

export type Script = {
  seed: number
  startAt: number
  /** Faults and acts end here; what is left is to drain. */
  healAt: number
  /** Jobs advanced by one statement of the tick. */
  chunkSize: number
  acts: Act[]
}

export const processCounts: Record<Role, number> = { scheduler: 2, executor: 3, notifier: 2 }
