import type { Attempt, Execution } from '@prikke/contract'
import type { RequestTemplate, Sql, StoredTimings } from '@prikke/schema'
import { notFound } from '../problem.ts'
import { sentRequest } from './sent-request.ts'
import { shownBody } from './shown-body.ts'
import { historyColumns, queueColumns, type SummaryRow, summaryOf } from './summary.ts'

type ReplyRow = {
  job_version: number | null
  status_code: number | null
  error_code: string | null
  error_message: string | null
  /** Without the phases that did not take place. */
  timings: (Partial<StoredTimings> & { totalMs: number }) | null
  response_headers: Record<string, string | string[]> | null
  response_body: Buffer | null
  response_bytes: string | number | null
  response_truncated: boolean
}
type ExecutionRow = SummaryRow & ReplyRow & { attempt_started_at: Date | null }
type AttemptRow = ReplyRow & { number: number; started_at: Date; finished_at: Date | null }

/** An execution of the organization with all its attempts; throws 404 when there is none. */
export async function readExecution(
  sql: Sql,
  organizationId: string,
  id: string,
): Promise<Execution> {
  const [row] = await sql<ExecutionRow[]>`
    select e.*, j.name as job_name from (
      select ${queueColumns(sql)}, q.job_version, q.claimed_at as attempt_started_at,
        null::json as timings, null::json as response_headers, null::bytea as response_body,
        null::int8 as response_bytes, false as response_truncated
      from execution_queue q where q.id = ${id} and q.organization_id = ${organizationId}
      union all
      select ${historyColumns(sql)}, h.job_version, h.attempt_started_at, h.timings,
        h.response_headers, h.response_body, h.response_bytes, h.response_truncated
      from execution_history h where h.id = ${id} and h.organization_id = ${organizationId}
    ) e
    left join jobs j on j.id = e.job_id and j.organization_id = ${organizationId}`
  if (row === undefined) throw notFound('There is no such execution.')
  const earlier = await sql<AttemptRow[]>`
    select number, started_at, finished_at, job_version, status_code, error_code, error_message,
      timings, response_headers, response_body, response_bytes, response_truncated
    from attempts
    where execution_id = ${id} and scheduled_for = ${row.scheduled_for}
      and organization_id = ${organizationId}
    order by number`
  const rows = [...earlier, ...lastAttempt(row)]
  const templates = await templatesOf(sql, organizationId, row.job_id, rows)
  const attempts = rows.map(attempt => attemptOf(attempt, row, templates))
  return {
    ...summaryOf(row),
    ...replyOf(row),
    request: attempts.at(-1)?.request ?? null,
    jobVersion: row.job_version,
    attempts,
  }
}

/** The last attempt lives in the execution's own row, once it has started. */
function lastAttempt(row: ExecutionRow): AttemptRow[] {
  const { attempt_started_at: startedAt } = row
  return startedAt === null ? [] : [{ ...row, number: row.attempt, started_at: startedAt }]
}

type Templates = ReadonlyMap<number | null, RequestTemplate>

async function templatesOf(
  sql: Sql,
  organizationId: string,
  jobId: string,
  attempts: readonly AttemptRow[],
): Promise<Templates> {
  const versions = attempts.flatMap(attempt => attempt.job_version ?? [])
  if (versions.length === 0) return new Map()
  const rows = await sql<{ version: number; request: RequestTemplate }[]>`
    select version, request from job_versions
    where job_id = ${jobId} and version = any(${versions}::int[])
      and organization_id = ${organizationId}`
  return new Map(rows.map(row => [row.version, row.request]))
}

const noPhases = { dnsMs: null, connectMs: null, tlsMs: null, firstByteMs: null }

function attemptOf(row: AttemptRow, execution: ExecutionRow, templates: Templates): Attempt {
  const template = templates.get(row.job_version)
  const finishedAt = row.finished_at
  const spanMs = finishedAt === null ? null : finishedAt.getTime() - row.started_at.getTime()
  return {
    number: row.number,
    startedAt: row.started_at.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
    durationMs: row.timings?.totalMs ?? spanMs,
    timings: row.timings && { ...noPhases, ...row.timings },
    ...replyOf(row),
    request:
      template === undefined
        ? null
        : sentRequest(template, {
            executionId: execution.id,
            jobId: execution.job_id,
            attempt: row.number,
            startedAt: row.started_at,
            scheduledFor: execution.scheduled_for,
          }),
    jobVersion: row.job_version,
  }
}

const replyOf = (row: ReplyRow) => ({
  statusCode: row.status_code,
  errorCode: row.error_code,
  errorMessage: row.error_message,
  responseHeaders: row.response_headers,
  ...shownBody(row.response_body, row.response_truncated),
  responseTruncated: row.response_truncated,
  responseBytes: row.response_bytes === null ? null : Number(row.response_bytes),
})
