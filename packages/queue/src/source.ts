import type { Party } from './crowd.ts'
import type { Claimed } from './executions/claim.ts'
import type { Topic } from './wake.ts'

/** Where work comes from and where its results go: executions, alerts or mails. */
export type Source<Item, Outcome> = {
  topic: Topic
  /** `isReserve`: the room is only for those who hold few, so what gave way stays where it is. */
  claim: (limit: number, isReserve?: boolean) => Promise<Claimed<Item>>
  /**
   * Puts back what this worker has claimed by the database's word and not by its own: after a claim
   * that was not answered, all but `inHand`. Else it would lie there until its lease runs out.
   */
  putBackUnheard: (inHand: Item[]) => Promise<void>
  settle: (settlements: WorkDone<Item, Outcome>[]) => Promise<void>
  /** What becomes of an item that is not to be handled at all; null for every other. */
  foregone: (item: Item) => Outcome | null
  /** Whether items are claimed before there is a slot for them: giving one back must cost nothing. */
  claimsAhead: boolean
  /** What to settle for an item that is given back before it was begun. */
  released: Outcome
  /** Shares a worker's slots fairly: who an item is for, and what to settle when it must give way. */
  fairness?: { partyOf: (item: Item) => Party; gaveWay: (isPlaceSlow: boolean) => Outcome }
  /** What to settle when handling it threw: a bug, kept from stopping the loop. */
  broken: (error: unknown) => Outcome
  /** What to settle when its result itself cannot be stored. */
  unstorable: (item: Item, error: unknown) => Outcome
  /** About how many bytes a result carries to the database. */
  sizeOf: (outcome: Outcome) => number
}

/** A handler's answer, and when its real work began and ended on the monotonic clock, in ms. */
export type Handled<Outcome> = { outcome: Outcome; startedAt: number; endedAt: number }

export type WorkDone<Item, Outcome> = Handled<Outcome> & { item: Item }

export type WorkEvent =
  | { type: 'claim_failed' | 'settle_failed' | 'handler_broken'; error: unknown }
  | { type: 'claimed' | 'settled'; count: number }

export const idsOf = (items: readonly { id: string }[]): string[] => items.map(({ id }) => id)
