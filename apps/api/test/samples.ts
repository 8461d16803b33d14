import type { Pool } from '@prikke/schema'
import type { Call } from './open-api.ts'

/** A cron job that will not come due while a test runs. */
export const cronJob = (more: Record<string, unknown> = {}) => ({
  name: 'Nightly',
  url: 'https://example.com/hook',
  scheduleType: 'cron',
  cronExpression: '30 2 1 1 *',
  ...more,
})

export const onceJob = (more: Record<string, unknown> = {}) => ({
  name: 'Once',
  url: 'https://example.com/hook',
  scheduleType: 'once',
  scheduledAt: new Date(Date.now() + 3_600_000).toISOString(),
  ...more,
})

/** Makes a job and returns its id. */
export async function makeJob(call: Call, more: Record<string, unknown> = {}): Promise<string> {
  const { status, body } = await call('POST', '/api/jobs', { body: cronJob(more) })
  if (status !== 201) throw new Error(`no job was made: ${JSON.stringify(body)}`)
  return body.id
}

type Past = {
  organizationId: string
  jobId: string
  status?: string
  scheduledFor?: string
  attempt?: number
  responseBody?: Buffer
  truncated?: boolean
}

/** An execution that is over, 250 ms late and 100 ms long. */
export async function makePast({ sql }: Pool, past: Past): Promise<string> {
  const at = new Date(past.scheduledFor ?? '2026-11-20T10:00:00.000Z')
  const startedAt = new Date(at.getTime() + 250)
  const finishedAt = new Date(at.getTime() + 350)
  const status = past.status ?? 'success'
  const [row] = await sql<{ id: string }[]>`
    insert into execution_history (organization_id, job_id, job_version, trigger, status,
      scheduled_for, started_at, attempt_started_at, finished_at, attempt, max_attempts,
      status_code, error_code, timings, response_headers, response_body, response_bytes,
      response_truncated)
    values (${past.organizationId}, ${past.jobId}, 1, 'schedule', ${status}, ${at}, ${startedAt},
      ${startedAt}, ${finishedAt}, ${past.attempt ?? 1}, 6, 200,
      ${status === 'success' ? null : 'http_status'},
      ${sql.json({ dnsMs: 1, connectMs: 2, tlsMs: null, firstByteMs: 20, totalMs: 99.5 })},
      ${sql.json({ 'content-type': 'text/plain' })}, ${past.responseBody ?? null},
      ${past.responseBody?.length ?? null}, ${past.truncated ?? false})
    returning id`
  if (row === undefined) throw new Error('no execution was made')
  return row.id
}
