import { type ExecutionFilter, type FinalStatus, finalStatuses, mostJobIds } from '@prikke/contract'
import type { Sql } from '@prikke/schema'
import type postgres from 'postgres'

/** A piece of a statement. */
export type Fragment = postgres.PendingQuery<postgres.Row[]>

/** So many jobs are walked one by one although each row must be looked at: they share the bound. */
const fewJobs = 10

/** What a filter means for each half of the executions. */
export type Matching = {
  /** Whether anything in history can match. */
  hasPast: boolean
  /** A `from` list of walks `w`: history is read once for each, along one index. */
  walks: Fragment
  walkCount: number
  /** On history `h` within a walk: what the index serves. */
  along: Fragment
  /** On `h`: what each row must be looked at for. */
  rest: Fragment
  /** Whether `rest` asks for nothing. */
  isServed: boolean
  /** On `h` without walks: all of it. */
  past: Fragment
  /** On the queue `q`; null when nothing in it can match. */
  waiting: Fragment | null
}

/**
 * Which index serves a filter best: a few jobs by execution_history_occurrence, statuses other than
 * success by execution_history_unsuccessful, all else by execution_history_organization. Tags are
 * those that jobs have now.
 */
export async function matchExecutions(
  sql: Sql,
  organizationId: string,
  filter: ExecutionFilter,
): Promise<Matching> {
  const named = await namedJobs(sql, organizationId, filter)
  const ran = filter.replayId === undefined ? filter : await whenItRan(sql, organizationId, filter)
  const jobIds = named === 'many' ? null : named
  const statuses = pastStatuses(filter)
  const unsuccessful = statuses?.includes('success') ? null : statuses
  const span = (row: Fragment) => spanOf(sql, row, organizationId, ran)
  const ofMany = (row: Fragment) =>
    named === 'many'
      ? sql`and (${row}.job_id in (${taggedJobs(sql, organizationId, filter)})) is true`
      : sql``
  const [h, q] = [sql`h`, sql`q`]
  const ofStatus =
    statuses === null
      ? sql``
      : sql`and h.status = any(${statuses}::text[]) ${unsuccessful === null ? sql`` : sql`and h.status <> 'success'`}`
  const looks = sql`${lookedAt(sql, filter)} ${ofMany(h)}`
  const isPlain = !isLookedAt(filter) && statuses === null
  const byJob = jobIds !== null && (isPlain || jobIds.length <= fewJobs)
  const byStatus = !byJob && unsuccessful !== null
  const ofOthers = byJob ? sql`` : ofJobs(sql, h, jobIds)
  return {
    hasPast: statuses?.length !== 0 && jobIds?.length !== 0,
    ...walksOf(sql, byJob ? jobIds : null, byStatus ? unsuccessful : null),
    along: sql`${span(h)} ${walkCondition(sql, byJob, byStatus)}`,
    rest: sql`${byStatus ? sql`` : ofStatus} ${ofOthers} ${looks}`,
    isServed: named !== 'many' && (isPlain || (named === null && byStatus && !isLookedAt(filter))),
    past: sql`${span(h)} ${ofJobs(sql, h, jobIds)} ${ofStatus} ${looks}`,
    waiting:
      jobIds?.length === 0 || isOnlyPast(filter)
        ? null
        : sql`${span(q)} ${ofJobs(sql, q, jobIds)} ${ofMany(q)} ${inQueue(sql, filter)}`,
  }
}

function walksOf(sql: Sql, jobIds: string[] | null, statuses: FinalStatus[] | null) {
  if (jobIds !== null) {
    return { walks: sql`unnest(${jobIds}::uuid[]) w(job_id)`, walkCount: jobIds.length }
  }
  return statuses === null
    ? { walks: sql`(values (0)) w(one)`, walkCount: 1 }
    : { walks: sql`unnest(${statuses}::text[]) w(status)`, walkCount: statuses.length }
}

function walkCondition(sql: Sql, byJob: boolean, byStatus: boolean): Fragment {
  if (byJob) return sql`and h.job_id = w.job_id`
  return byStatus ? sql`and h.status = w.status and h.status <> 'success'` : sql``
}

/** The filter cut to the time in which its replay made executions: no index names them. */
async function whenItRan(
  sql: Sql,
  organizationId: string,
  filter: ExecutionFilter,
): Promise<ExecutionFilter> {
  const { replayId = null, from, to } = filter
  const [replay] = await sql<{ from: Date; to: Date | null }[]>`
    select created_at - interval '1 second' as from, finished_at + interval '1 second' as to
    from replays where id = ${replayId} and organization_id = ${organizationId}`
  if (replay === undefined) return filter
  const froms = [replay.from, ...(from === undefined ? [] : [new Date(from)])]
  const tos = [
    ...(replay.to === null ? [] : [replay.to]),
    ...(to === undefined ? [] : [new Date(to)]),
  ]
  const end = tos.length === 0 ? undefined : new Date(Math.min(...tos.map(Number))).toISOString()
  return { ...filter, from: new Date(Math.max(...froms.map(Number))).toISOString(), to: end }
}

/** The jobs that are meant: null when all, `many` when there are too many to walk one by one. */
async function namedJobs(
  sql: Sql,
  organizationId: string,
  filter: ExecutionFilter,
): Promise<string[] | 'many' | null> {
  const { jobId, tag = [] } = filter
  if (tag.length === 0)
    return jobId === undefined ? null : [...new Set(jobId.map(id => id.toLowerCase()))]
  const rows = await sql<{ id: string }[]>`
    ${taggedJobs(sql, organizationId, filter)} limit ${mostJobIds + 1}`
  return rows.length > mostJobIds ? 'many' : rows.map(({ id }) => id)
}

const taggedJobs = (sql: Sql, organizationId: string, { tag = [], jobId }: ExecutionFilter) => sql`
  select id from jobs where organization_id = ${organizationId} and tags @> ${tag}::text[]
    ${jobId === undefined ? sql`` : sql`and id = any(${jobId}::uuid[])`}`

/**
 * Statuses of what is over; null when any will do. Only what was no success has an error, and only a
 * success was answered 2xx: whoever looks for those reads the few and not the many.
 */
function pastStatuses({ status, errorCode, q, statusCode }: ExecutionFilter): FinalStatus[] | null {
  const asked = status && finalStatuses.filter(one => status.includes(one))
  const isOfFailures =
    errorCode !== undefined ||
    q !== undefined ||
    statusCode?.every(code => !code.startsWith('2')) === true
  if (!isOfFailures) return asked ?? null
  return (asked ?? [...finalStatuses]).filter(one => one !== 'success')
}

const spanOf = (
  sql: Sql,
  row: Fragment,
  organizationId: string,
  { id, from, to }: ExecutionFilter,
) => sql`
  ${row}.organization_id = ${organizationId}
  ${id === undefined ? sql`` : sql`and ${row}.id = any(${id}::uuid[])`}
  ${from === undefined ? sql`` : sql`and ${row}.scheduled_for >= ${new Date(from)}`}
  ${to === undefined ? sql`` : sql`and ${row}.scheduled_for < ${new Date(to)}`}`

const ofJobs = (sql: Sql, row: Fragment, jobIds: string[] | null) =>
  jobIds === null ? sql`` : sql`and ${row}.job_id = any(${jobIds}::uuid[])`

/** Of what waits or runs nobody knows yet how it ends. */
const isOnlyPast = ({ status, statusCode, errorCode, minDurationMs, q }: ExecutionFilter) =>
  [statusCode, errorCode, minDurationMs, q].some(asked => asked !== undefined) ||
  status?.every(one => one !== 'pending' && one !== 'running') === true

function inQueue(sql: Sql, { status, trigger, minAttempt, replayId }: ExecutionFilter): Fragment {
  const isOneOf = (live: 'pending' | 'running') => status === undefined || status.includes(live)
  return sql`
    ${isOneOf('pending') ? sql`` : sql`and q.worker is not null`}
    ${isOneOf('running') ? sql`` : sql`and q.worker is null`}
    ${trigger === undefined ? sql`` : sql`and q.trigger = any(${trigger}::text[])`}
    ${minAttempt === undefined ? sql`` : sql`and q.attempt >= ${minAttempt}`}
    ${replayId === undefined ? sql`` : sql`and q.replay_id = ${replayId}`}`
}

const isLookedAt = ({
  trigger,
  statusCode,
  errorCode,
  minDurationMs,
  minAttempt,
  replayId,
  q,
}: ExecutionFilter) =>
  [trigger, statusCode, errorCode, minDurationMs, minAttempt, replayId, q].some(
    asked => asked !== undefined,
  )

function lookedAt(sql: Sql, filter: ExecutionFilter): Fragment {
  const { trigger, statusCode, errorCode, minDurationMs, minAttempt, replayId, q } = filter
  return sql`
    ${trigger === undefined ? sql`` : sql`and h.trigger = any(${trigger}::text[])`}
    ${statusCode === undefined ? sql`` : sql`and h.status_code = any(${codesOf(statusCode)}::int2[])`}
    ${errorCode === undefined ? sql`` : sql`and h.error_code = any(${errorCode}::text[])`}
    ${minDurationMs === undefined ? sql`` : sql`and h.finished_at >= h.started_at + ${minDurationMs}::int * interval '1 millisecond'`}
    ${minAttempt === undefined ? sql`` : sql`and h.attempt >= ${minAttempt}`}
    ${replayId === undefined ? sql`` : sql`and h.replay_id = ${replayId}`}
    ${q === undefined ? sql`` : sql`and strpos(lower(h.error_message), lower(${q}::text)) > 0`}`
}

/** Every code that is meant: a class such as `5xx` stands for a hundred of them. */
const codesOf = (statusCodes: readonly string[]) =>
  statusCodes.flatMap(code =>
    code.endsWith('xx')
      ? Array.from({ length: 100 }, (_, last) => Number(code[0]) * 100 + last)
      : [Number(code)],
  )
