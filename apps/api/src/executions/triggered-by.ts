import type { Execution } from '@prikke/contract'
import type { Sql } from '@prikke/schema'

type Row = {
  id: string
  trigger: Execution['trigger']
  job_id: string
  replay_of: string | null
  replay_id: string | null
}
type Who = { id: string; type: 'user' | 'key'; name: string | null }

/**
 * Who ran executions by hand or replayed them, by id: what the audit log kept with each, by
 * audit_events_subject. The act was written after the execution, in the same transaction, so ids say
 * from where to look; a replay of many was asked for before, once.
 */
export async function readTriggeredBy(
  sql: Sql,
  organizationId: string,
  rows: readonly Row[],
): Promise<ReadonlyMap<string, NonNullable<Execution['triggeredBy']>>> {
  const asked = rows.filter(({ trigger }) => trigger !== 'schedule')
  if (asked.length === 0) return new Map()
  const subjects = asked.map(row => row.replay_id ?? row.replay_of ?? row.job_id)
  const found = await sql<Who[]>`
    select e.id, a.type, a.name
    from unnest(${asked.map(row => row.id)}::uuid[], ${subjects}::uuid[],
      ${asked.map(row => row.replay_id)}::uuid[]) e(id, subject_id, replay_id)
    cross join lateral (
      select actor_type as type, actor_name as name from audit_events
      where subject_id = e.subject_id and organization_id = ${organizationId}
        and actor_type <> 'system'
        and case when e.replay_id is not null then action = 'replay.created'
          else id > e.id and action in ('job.run', 'execution.replayed')
            and changes #>> '{executionId,after}' = e.id::text end
      order by audit_events.id limit 1
    ) a`
  return new Map(found.map(({ id, type, name }) => [id, { type, name }]))
}
