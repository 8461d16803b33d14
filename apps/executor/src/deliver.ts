import { performance } from 'node:perf_hooks'
import { hideIn, type Sender } from '@prikke/outbound'
import { type ClaimedExecution, crashPoint, type Handled, type Outcome } from '@prikke/queue'
import { SealError } from '@prikke/vault'
import { judge } from './outcome.ts'
import { type Opening, requestFor } from './request.ts'
import { unopened } from './unopened.ts'

type Tools = Opening & {
  sender: Sender
  version: string
  abort: AbortSignal
  /** Told of every execution whose secrets did not open. */
  noteUnopened: (execution: ClaimedExecution, error: SealError) => void
}

/** Sends one attempt of an execution and says what becomes of it. Never throws for a bad target. */
export async function deliver(
  execution: ClaimedExecution,
  { sender, version, abort, noteUnopened, ...opening }: Tools,
): Promise<Handled<Outcome>> {
  const { job, spentCount } = execution
  if (job === null) throw new Error('An execution without its job is not to be delivered.')
  const timestamp = Math.floor(Date.now() / 1000)
  let request: ReturnType<typeof requestFor>
  try {
    request = requestFor(execution, job, { timestamp, version, ...opening })
  } catch (error) {
    if (!(error instanceof SealError)) throw error
    noteUnopened(execution, error)
    const at = performance.now()
    return { outcome: unopened(error, execution), startedAt: at, endedAt: at }
  }
  const startedAt = performance.now()
  const sent = await sender.send({ ...request, signal: abort })
  const endedAt = performance.now()
  crashPoint('execution-sent')
  const policy = { retryAttempts: job.retryAttempts, spentCount }
  return {
    outcome: judge(hideIn(sent, request.hider), policy, Date.now(), Math.random()),
    startedAt,
    endedAt,
  }
}
