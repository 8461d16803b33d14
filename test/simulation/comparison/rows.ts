import type { Pool } from '@prikke/schema'
import type { Tables } from '../model/tables.ts'

/** One row as text, of the columns that both sides have; instants as epoch ms. */
type Rows = string[]

/** What names the same thing on both sides: jobs, executions and channels by the model's numbers. */
export type Names = {
  jobs: ReadonlyMap<string, number>
  channels: ReadonlyMap<string, number>
  execution: (id: string) => number | string
}

export function rowsOfModel({ jobs, queue, history, attempts, alerts }: Tables): Rows {
  return [
    ...[...jobs.values()].map(job => [
      'job',
      ...[job.id, job.version, job.enabled, job.nextRunAt, job.writtenThrough],
      ...[job.lastStatus, job.lastStatusFor],
    ]),
    ...[...queue.values()].map(row => [
      'queue',
      ...[row.id, row.jobId, row.trigger, row.scheduledFor, row.class, row.ready.at, row.attempt],
      ...[row.spentCount, row.lostCount, row.timeoutMs, row.maxAttempts, row.worker],
      row.claimedAt,
    ]),
    ...history.map(row => [
      'history',
      ...[row.id, row.jobId, row.trigger, row.status, row.scheduledFor, row.attempt],
      ...[row.maxAttempts, row.errorCode],
    ]),
    ...attempts.map(row => ['attempt', row.executionId, row.number, row.errorCode]),
    ...[...alerts.values()].map(row => [
      'alert',
      ...[row.executionId, row.type, row.channelId, row.status, row.readyAt, row.attempt],
      row.worker,
    ]),
  ]
    .map(row => row.join(' '))
    .sort()
}

/** The same rows, read from the tables. */
export async function rowsOfDatabase({ sql }: Pool, names: Names): Promise<Rows> {
  const [jobs, queue, history, attempts, alerts] = await Promise.all([
    sql`select id, version, enabled, next_run_at, written_through, last_status, last_status_for
      from jobs`.values(),
    sql`select id, job_id, trigger, scheduled_for, class, ready_at, attempt, spent_count, lost_count,
      timeout_ms, max_attempts, worker, claimed_at from execution_queue`.values(),
    sql`select id, job_id, trigger, status, scheduled_for, attempt, max_attempts, error_code
      from execution_history`.values(),
    sql`select execution_id, number, error_code from attempts`.values(),
    sql`select execution_id, type, channel_id, status, ready_at, attempt, worker from alerts`.values(),
  ])
  const job = (id: unknown) => names.jobs.get(String(id)) ?? id
  const execution = (id: unknown) => names.execution(String(id))
  const channel = (id: unknown) => names.channels.get(String(id)) ?? id
  return [
    ...jobs.map(([id, ...others]) => ['job', job(id), ...others]),
    ...queue.map(([id, of, ...others]) => ['queue', execution(id), job(of), ...others]),
    ...history.map(([id, of, ...others]) => ['history', execution(id), job(of), ...others]),
    ...attempts.map(([id, ...others]) => ['attempt', execution(id), ...others]),
    ...alerts.map(([id, type, of, ...others]) => [
      'alert',
      ...[execution(id), type, channel(of)],
      ...others,
    ]),
  ]
    .map(row => row.map(value => (value instanceof Date ? value.getTime() : value)).join(' '))
    .sort()
}
