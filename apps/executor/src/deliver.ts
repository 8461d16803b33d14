import { performance } from 'node:perf_hooks'
import type { Sender } from '@prikke/outbound'
import { type ClaimedExecution, crashPoint, type Handled, type Outcome } from '@prikke/queue'
import { judge } from './outcome.ts'
import { requestFor } from './request.ts'

/** Sends one attempt of an execution and says what becomes of it. Never throws for a bad target. */
export async function deliver(
  execution: ClaimedExecution,
  { sender, version, abort }: { sender: Sender; version: string; abort: AbortSignal },
): Promise<Handled<Outcome>> {
  const { job, spentCount } = execution
  if (job === null) throw new Error('An execution without its job is not to be delivered.')
  const timestamp = Math.floor(Date.now() / 1000)
  const request = requestFor(execution, job, { timestamp, version })
  const startedAt = performance.now()
  const sent = await sender.send({ ...request, signal: abort })
  const endedAt = performance.now()
  crashPoint('execution-sent')
  const policy = { retryAttempts: job.retryAttempts, spentCount }
  return { outcome: judge(sent, policy, Date.now(), Math.random()), startedAt, endedAt }
}
