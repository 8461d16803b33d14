import { performance } from 'node:perf_hooks'
import { type AlertOutcome, type ClaimedAlert, crashPoint, type Handled } from '@prikke/queue'
import type { Channels } from './channel.ts'
import { outcomeOf } from './outcome.ts'

/** Tells one alert over its channel, once, and says what becomes of it. */
export async function tell(
  alert: ClaimedAlert,
  channels: Channels,
  abort: AbortSignal,
): Promise<Handled<AlertOutcome>> {
  const startedAt = performance.now()
  const answer = await channels[alert.kind](alert, abort)
  const endedAt = performance.now()
  crashPoint('alert-sent')
  return { outcome: outcomeOf(answer, alert, Math.random()), startedAt, endedAt }
}
