import { performance } from 'node:perf_hooks'
import { type AlertOutcome, type ClaimedAlert, crashPoint, type Handled } from '@prikke/queue'
import { SealError, type Vault } from '@prikke/vault'
import type { Channels } from './channel.ts'
import { openAlert } from './open-alert.ts'
import { type Answer, outcomeOf } from './outcome.ts'
import { unopened } from './unopened.ts'

/** Tells one alert over its channel, once, and says what becomes of it. */
export async function tell(
  alert: ClaimedAlert,
  { channels, vault }: { channels: Channels; vault: Pick<Vault, 'open'> },
  abort: AbortSignal,
): Promise<Handled<AlertOutcome>> {
  const startedAt = performance.now()
  const answer = await answerTo(alert, channels, vault, abort)
  const endedAt = performance.now()
  crashPoint('alert-sent')
  return { outcome: outcomeOf(answer, alert, Math.random()), startedAt, endedAt }
}

async function answerTo(
  alert: ClaimedAlert,
  channels: Channels,
  vault: Pick<Vault, 'open'>,
  abort: AbortSignal,
): Promise<Answer> {
  let opened: ClaimedAlert
  try {
    opened = openAlert(alert, vault)
  } catch (error) {
    if (error instanceof SealError) return unopened(error)
    throw error
  }
  return await channels[alert.kind](opened, abort)
}
