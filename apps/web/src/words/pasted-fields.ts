import type { ImportPreview, JobInput } from '@prikke/contract'

type Entry = ImportPreview['entries'][number]

const usualTimeoutMs = 30_000

/** What a pasted call says about a job: its request, and from a crontab its schedule as well. */
export function pastedFields(kind: ImportPreview['kind'], { job }: Entry): Partial<JobInput> {
  if (job === null) return {}
  const { url, method, headers, body, timeoutMs, retryAttempts, overlap } = job
  const { cronExpression, timezone } = job
  return {
    ...{ url, method, headers, body },
    ...(timeoutMs === usualTimeoutMs ? {} : { timeoutMs }),
    ...(retryAttempts === undefined ? {} : { retryAttempts }),
    ...(overlap === 'skip' ? { overlap } : {}),
    ...(kind === 'crontab' ? { scheduleType: 'cron' as const, cronExpression, timezone } : {}),
  }
}
