import type { Attempt, Execution } from '@prikke/contract'
import type { OwnRequest, RequestTemplate, Sql, StoredTimings } from '@prikke/schema'
import { maskHeaders } from '../jobs/headers.ts'
import { notFound } from '../problem.ts'
import { sentRequest } from './sent-request.ts'
import { shownBody } from './shown-body.ts'
import { historyColumns, queueColumns, type SummaryRow, summaryOf } from './summary.ts'
import { readTriggeredBy } from './triggered-by.ts'

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
type ExecutionRow = SummaryRow &
  ReplyRow & { attempt_started_at: Date | null; replay_id: string | null }
type AttemptRow = ReplyRow & { number: number; started_at: Date; finished_at: Date | null }
type EarlierRow = AttemptRow & { execution_id: string }

/** An execution of the organization with all its attempts; throws 404 when there is none. */
export async function readExecution(
  sql: Sql,
  organizationId: string,
  id: string,
): Promise<Execution> {
  const [execution] = await readExecutions(sql, organizationId, { ids: [id] })
  if (execution === undefined) throw notFound('There is no such execution.')
  return execution
}

/** Which executions: by id, and where they are known, between which instants they were due. */
type Wanted = { ids: readonly string[]; first?: string; last?: string }

/** Executions with all their attempts, newest scheduledFor first. The instants spare other days. */
export async function readExecutions(
  sql: Sql,
  organizationId: string,
  { ids, first = '-infinity', last = 'infinity' }: Wanted,
): Promise<Execution[]> {
  const wanted = sql`id = any(${ids as string[]}::uuid[]) and organization_id = ${organizationId}
    and scheduled_for between ${first}::timestamptz and ${last}::timestamptz`
  const rows = await sql<ExecutionRow[]>`
    select e.*, j.name as job_name from (
      select ${queueColumns(sql)}, q.replay_id, q.job_version, q.claimed_at as attempt_started_at,
        null::json as timings, null::json as response_headers, null::bytea as response_body,
        null::int8 as response_bytes, false as response_truncated
      from execution_queue q where ${wanted}
      union all
      select ${historyColumns(sql)}, h.replay_id, h.job_version, h.attempt_started_at, h.timings,
        h.response_headers, h.response_body, h.response_bytes, h.response_truncated
      from execution_history h where ${wanted}
    ) e
    left join jobs j on j.id = e.job_id and j.organization_id = ${organizationId}
    order by e.scheduled_for desc, e.id desc`
  if (rows.length === 0) return []
  const due = rows.map(row => row.scheduled_for)
  const earlier = await sql<EarlierRow[]>`
    select execution_id, number, started_at, finished_at, job_version, status_code, error_code,
      error_message, timings, response_headers, response_body, response_bytes, response_truncated
    from attempts
    where execution_id = any(${rows.map(row => row.id)}::uuid[])
      and scheduled_for between ${due.at(-1) ?? null} and ${due[0] ?? null}
      and organization_id = ${organizationId}
    order by number`
  const templates = await templatesOf(sql, organizationId, [
    ...rows,
    ...earlier.map(attempt => ({ ...attempt, job_id: jobOf(rows, attempt.execution_id) })),
  ])
  const replayed = rows.filter(({ trigger }) => trigger === 'replay')
  const edited = await ownRequestsOf(sql, organizationId, replayed)
  const triggeredBy = await readTriggeredBy(sql, organizationId, rows)
  return rows.map(row => {
    const own = earlier.filter(attempt => attempt.execution_id === row.id)
    const attempts = [...own, ...lastAttempt(row)].map(each =>
      attemptOf(each, row, edited.get(row.id) ?? templateOf(templates, row, each)),
    )
    return {
      ...summaryOf(row),
      ...replyOf(row),
      request: attempts.at(-1)?.request ?? null,
      jobVersion: row.job_version,
      triggeredBy: triggeredBy.get(row.id) ?? null,
      edited: edited.has(row.id),
      replayId: row.replay_id,
      attempts,
    }
  })
}

const jobOf = (rows: readonly ExecutionRow[], executionId: string) =>
  rows.find(row => row.id === executionId)?.job_id ?? ''

/** The last attempt lives in the execution's own row, once it has started. */
function lastAttempt(row: ExecutionRow): AttemptRow[] {
  const { attempt_started_at: startedAt } = row
  return startedAt === null ? [] : [{ ...row, number: row.attempt, started_at: startedAt }]
}

/** By job and version. */
type Templates = ReadonlyMap<string, RequestTemplate>
type Versioned = { job_id: string; job_version: number | null }

const templateKey = (jobId: string, version: number | null) => `${jobId} ${version}`

async function templatesOf(
  sql: Sql,
  organizationId: string,
  sent: readonly Versioned[],
): Promise<Templates> {
  const versioned = sent.filter(each => each.job_version !== null)
  if (versioned.length === 0) return new Map()
  const rows = await sql<{ job_id: string; version: number; request: RequestTemplate }[]>`
    select job_id, version, request from job_versions
    where (job_id, version) in (
        select * from unnest(${versioned.map(each => each.job_id)}::uuid[],
          ${versioned.map(each => each.job_version ?? 0)}::int[]))
      and organization_id = ${organizationId}`
  return new Map(rows.map(row => [templateKey(row.job_id, row.version), row.request]))
}

/** What executions send that were edited before they were replayed, by id. */
async function ownRequestsOf(
  sql: Sql,
  organizationId: string,
  replayed: readonly ExecutionRow[],
): Promise<ReadonlyMap<string, RequestTemplate>> {
  if (replayed.length === 0) return new Map()
  const rows = await sql<{ id: string; request: OwnRequest }[]>`
    select execution_id as id, request from execution_requests
    where execution_id = any(${replayed.map(({ id }) => id)}::uuid[])
      and organization_id = ${organizationId}`
  return new Map(
    rows.map(({ id, request }) => [id, { ...request, headers: maskHeaders(request.headers) }]),
  )
}

const noPhases = { dnsMs: null, connectMs: null, tlsMs: null, firstByteMs: null }

const templateOf = (templates: Templates, { job_id }: ExecutionRow, attempt: AttemptRow) =>
  templates.get(templateKey(job_id, attempt.job_version))

function attemptOf(
  row: AttemptRow,
  execution: ExecutionRow,
  template: RequestTemplate | undefined,
): Attempt {
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
