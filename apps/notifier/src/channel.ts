import type { ClaimedAlert } from '@prikke/queue'
import type { Answer } from './outcome.ts'

/** A way to tell somebody: tries once, and never throws for what the receiver does. */
export type Channel = (alert: ClaimedAlert, abort: AbortSignal) => Promise<Answer>

export type Channels = Record<ClaimedAlert['kind'], Channel>
