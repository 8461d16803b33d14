import type { Sql } from '@prikke/schema'
import { removePast } from './remove-past.ts'

/** Rows that one statement removes. */
const batchSize = 5_000
const dayMs = 24 * 60 * 60 * 1000

/**
 * Removes the jobs of an organization that is gone, with all that they did. Nothing of it is written
 * any more. Two schedulers may do this at once: each goes on while it finds something, whoever of
 * them removes it. `goOn` is asked before each batch. Returns whether all is gone.
 */
export async function removeJobsOf(
  sql: Sql,
  organizationId: string,
  goOn: () => boolean,
): Promise<boolean> {
  for (const remove of [removeJobs, removeQueued, removePast]) {
    for (;;) {
      if (!goOn()) return false
      const [found] = await remove(sql, organizationId)
      if ((found?.count ?? 0) < batchSize) break
    }
  }
  return await removeStrayAttempts(sql, organizationId, goOn)
}

type Found = { count: number }

/** By jobs_organization. */
const removeJobs = (sql: Sql, organizationId: string) => sql<Found[]>`
  with found as materialized (
    select id from jobs where organization_id = ${organizationId} order by id limit ${batchSize}
  ), gone as (
    delete from jobs where id = any(array(select id from found))
  )
  select count(*)::int as count from found`

/** The queue is small: it is looked through. */
const removeQueued = (sql: Sql, organizationId: string) => sql<Found[]>`
  with found as materialized (
    select id from execution_queue where organization_id = ${organizationId} limit ${batchSize}
  ), gone as (
    delete from execution_queue where id = any(array(select id from found))
  )
  select count(*)::int as count from found`

/**
 * Attempts whose execution has no row: what history had already, a late end left out. There are
 * hardly any, and no index names the organization: so everything is read once, day by day.
 */
async function removeStrayAttempts(
  sql: Sql,
  organizationId: string,
  goOn: () => boolean,
): Promise<boolean> {
  const edges = await dayEdges(sql)
  for (const [index, until] of edges.entries()) {
    if (!goOn()) return false
    await sql`
      delete from attempts where organization_id = ${organizationId}
        and scheduled_for >= ${edges[index - 1] ?? '-infinity'} and scheduled_for < ${until}`
  }
  return true
}

/** Where one partition of attempts ends and the next begins; what lies in none is in the default. */
async function dayEdges(sql: Sql): Promise<string[]> {
  const [days] = await sql<{ first: string | null; last: string | null }[]>`
    select min(day) as first, max(day) as last from (
      select substring(c.relname::text from '_(\\d{4}_\\d\\d_\\d\\d)$') as day
      from pg_inherits i join pg_class c on c.oid = i.inhrelid
      where i.inhparent = 'attempts'::regclass) partitions`
  const startOf = (day: string) => Date.parse(day.replaceAll('_', '-'))
  const edges: string[] = []
  if (days?.first && days.last) {
    for (let at = startOf(days.first); at <= startOf(days.last) + dayMs; at += dayMs) {
      edges.push(new Date(at).toISOString())
    }
  }
  return [...edges, 'infinity']
}
