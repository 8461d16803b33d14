import { removeDaysOf, removeJobsOf, stopJobsOf } from '@prikke/queue'
import type { Pool, Sql } from '@prikke/schema'

/** Rows that one statement removes. */
const batchSize = 5_000
/** The rest of a large one waits for the next round: partitions are made in between. */
const mostBatches = 1_000

/**
 * Removes what deleted organizations leave behind, once their grace is over, in small statements.
 * Before that it stops what the api left running when it died in the middle of a deletion. `goOn` is
 * asked before each statement; false puts the rest off to the next round.
 */
export async function removeOrganizations(pool: Pool, goOn: () => boolean): Promise<void> {
  for (const id of await halfStopped(pool.sql)) await stopJobsOf(pool, id)
  let batchesLeft = mostBatches
  const mayGoOn = () => batchesLeft-- > 0 && goOn()
  const failures: unknown[] = []
  // One that cannot be removed must not keep the others.
  for (const id of await gone(pool.sql)) {
    await removeOrganization(pool.sql, id, mayGoOn).catch(error => failures.push(error))
  }
  if (failures.length > 0) throw new AggregateError(failures, 'Not every organization was removed.')
}

async function removeOrganization(sql: Sql, id: string, goOn: () => boolean): Promise<void> {
  if (!(await removeJobsOf(sql, id, goOn))) return
  for (const remove of [removeDaysOf, removeVersions, removeAlerts, removeAudit]) {
    for (;;) {
      if (!goOn()) return
      const [found] = await remove(sql, id)
      if ((found?.count ?? 0) < batchSize) break
    }
  }
  // Takes members, invites, keys, channels and kept answers along.
  await sql`delete from organizations where id = ${id} and gone_at < now()`
}

async function halfStopped(sql: Sql): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    select id from organizations where deleted_at is not null and stopped_at is null`
  return rows.map(({ id }) => id)
}

/** An hour late: a restoration that began in time has ended by then, one way or the other. */
async function gone(sql: Sql): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    select id from organizations where gone_at < now() - interval '1 hour' order by gone_at`
  return rows.map(({ id }) => id)
}

type Found = { count: number }

/** By job_versions_organization. */
const removeVersions = (sql: Sql, organizationId: string) => sql<Found[]>`
  with found as materialized (
    select job_id, version from job_versions where organization_id = ${organizationId}
    limit ${batchSize}
  ), gone as (
    delete from job_versions where (job_id, version) in (select job_id, version from found)
  )
  select count(*)::int as count from found`

/** By alerts_organization. */
const removeAlerts = (sql: Sql, organizationId: string) => sql<Found[]>`
  with found as materialized (
    select id from alerts where organization_id = ${organizationId} limit ${batchSize}
  ), gone as (
    delete from alerts where id = any(array(select id from found))
  )
  select count(*)::int as count from found`

/** By audit_events_organization. */
const removeAudit = (sql: Sql, organizationId: string) => sql<Found[]>`
  with found as materialized (
    select id from audit_events where organization_id = ${organizationId} limit ${batchSize}
  ), gone as (
    delete from audit_events where id = any(array(select id from found))
  )
  select count(*)::int as count from found`
