import type { FaultedDatabase } from './database.ts'
import type { FaultLog } from './fault-log.ts'
import type { Receiver } from './receiver.ts'
import type { Witness } from './witness.ts'

export type ExecutionRow = {
  id: string
  jobId: string
  trigger: 'schedule' | 'manual' | 'replay'
  status: string
  /** Epoch ms, as every instant here. */
  scheduledFor: number
  startedAt: number | null
  finishedAt: number | null
  attempt: number
  statusCode: number | null
  errorCode: string | null
  errorMessage: string | null
  /** How long each part of the last attempt took, as it is stored. */
  timings: unknown
  worker: string | null
  /** Which attempt the target spoke of in the answer that is stored. */
  answeredTo: number | null
  /** Place of its end among all ends; those of one statement share it. Null while it is queued. */
  endedAs: number | null
  endedAt: number | null
}

export type AttemptRow = {
  executionId: string
  number: number
  startedAt: number
  finishedAt: number
  errorCode: string
  statusCode: number | null
  worker: string | null
  answeredTo: number | null
}

export type AlertRow = {
  id: string
  executionId: string | null
  jobId: string | null
  channelId: string | null
  type: string
  status: string
  attempt: number
  createdAt: number
  settledAt: number | null
}

/** What an organization's month was counted to be, and what its rows say. */
export type UsageRow = { organizationId: string; month: string; counted: number; rows: number }

export type JobRow = { id: string; enabled: boolean; lastStatus: string | null; alertOn: string }

/** What is in the tables when all is over, what came to the target, and what the harness saw. */
export type Evidence = {
  executions: ExecutionRow[]
  attempts: AttemptRow[]
  alerts: AlertRow[]
  usage: UsageRow[]
  jobs: Map<string, JobRow>
  channels: Set<string>
  queuedCount: number
  /** The job of each token; a job deleted meanwhile is known by its versions. */
  jobOfToken: Map<string, string>
  tokensTwice: string[]
  deliveries: Receiver['deliveries']
  told: Receiver['told']
  goneSince: Receiver['goneSince']
  witness: Witness
  log: FaultLog
}

/** Reads everything that the checks look at; bodies and headers stay where they are. */
export async function collectEvidence(
  { pool: { sql } }: FaultedDatabase,
  seen: { receiver: Receiver; witness: Witness; log: FaultLog },
): Promise<Evidence> {
  const ms = (column: string) => sql.unsafe(`(extract(epoch from ${column}) * 1000)::float8`)
  const answeredTo = sql.unsafe(`
    case when octet_length(response_body) < 20 and response_encoding is null
      then substring(encode(response_body, 'escape') from '^attempt ([0-9]+)$')::int end`)
  const executions = await sql<ExecutionRow[]>`
    with ends as materialized (
      select id, pg_xact_commit_timestamp(xmin) as at, xmin::text as statement
      from execution_history
    ), placed as (
      select id, ${ms('at')} as ended_at, dense_rank() over (order by at, statement)::int as place
      from ends
    )
    select e.id, job_id as "jobId", trigger, status, ${ms('scheduled_for')} as "scheduledFor",
      ${ms('started_at')} as "startedAt", ${ms('finished_at')} as "finishedAt", attempt,
      status_code as "statusCode", error_code as "errorCode",
      error_message as "errorMessage", timings, worker,
      ${answeredTo} as "answeredTo", p.place as "endedAs",
      p.ended_at as "endedAt"
    from executions e left join placed p on p.id = e.id`
  const attempts = await sql<AttemptRow[]>`
    select execution_id as "executionId", number, ${ms('started_at')} as "startedAt",
      ${ms('finished_at')} as "finishedAt", error_code as "errorCode",
      status_code as "statusCode", worker, ${answeredTo} as "answeredTo"
    from attempts`
  const alerts = await sql<AlertRow[]>`
    select id, execution_id as "executionId", job_id as "jobId", channel_id as "channelId", type,
      status, attempt, ${ms('created_at')} as "createdAt", ${ms('settled_at')} as "settledAt"
    from alerts`
  const usage = await sql<UsageRow[]>`
    with counted as (
      select organization_id, month, sum(executions)::int as count from usage_counts group by 1, 2
    ), ran as (
      select organization_id, date_trunc('month', scheduled_for at time zone 'UTC')::date as month,
        count(*)::int as count
      from executions where status not in ('missed', 'skipped') group by 1, 2
    )
    select organization_id as "organizationId", month::text, coalesce(c.count, 0) as counted,
      coalesce(r.count, 0) as rows
    from counted c full join ran r using (organization_id, month)`
  const jobs = await sql<JobRow[]>`
    select id, enabled, last_status as "lastStatus", alert_on as "alertOn" from jobs`
  const channels = await sql<{ id: string }[]>`select id from channels`
  const versions = await sql<{ id: string; token: string }[]>`
    select job_id as id, substring(request->>'url' from '[^/]+$') as token
    from job_versions where version = 1`
  const [queue] = await sql<{ count: number }[]>`
    select count(*)::int as count from execution_queue`
  const { deliveries, told, goneSince } = seen.receiver
  const jobOfToken = new Map(versions.map(({ id, token }) => [token, id]))
  return {
    executions,
    attempts,
    alerts,
    usage,
    jobs: new Map(jobs.map(job => [job.id, job])),
    channels: new Set(channels.map(({ id }) => id)),
    queuedCount: queue?.count ?? 0,
    jobOfToken,
    tokensTwice: versions.filter(({ id, token }) => jobOfToken.get(token) !== id).map(v => v.token),
    deliveries,
    told,
    goneSince,
    witness: seen.witness,
    log: seen.log,
  }
}
