import { members, type Pool, users } from '@prikke/schema'
import { makeChannel, makeJob, makeOrganization, openDatabase } from '@prikke/schema/test'
import { expect, test } from 'vitest'
import { makePartitions } from './partitions.ts'
import { removeOrganizations } from './remove-organizations.ts'

const day = 24 * 60 * 60 * 1000
const always = () => true

/** Every table in which rows belong to an organization, as the database itself knows them. */
async function tablesOfOrganizations({ sql }: Pool): Promise<string[]> {
  const rows = await sql<{ name: string }[]>`
    select c.table_name as name from information_schema.columns c
    join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = 'public' and c.column_name = 'organization_id'
      and t.table_type = 'BASE TABLE'
      and not exists (select from pg_inherits where inhrelid = c.table_name::regclass)
    order by 1`
  return rows.map(({ name }) => name)
}

async function counts(pool: Pool, organizationId: string): Promise<Record<string, number>> {
  const found: Record<string, number> = {}
  for (const table of await tablesOfOrganizations(pool)) {
    const [row] = await pool.sql<{ count: number }[]>`
      select count(*)::int as count from ${pool.sql(table)} where organization_id = ${organizationId}`
    found[table] = row?.count ?? 0
  }
  return found
}

/** An organization with something in every table. */
async function fillOrganization(pool: Pool, past = 20): Promise<string> {
  const { sql } = pool
  const organizationId = await makeOrganization(pool)
  const job = await makeJob(pool, organizationId)
  await makeChannel(pool, organizationId)
  const [user] = await pool.db
    .insert(users)
    .values({ email: `${crypto.randomUUID()}@example.com`, name: 'x' })
    .returning()
  await pool.db.insert(members).values({ organizationId, userId: user?.id ?? '', role: 'owner' })
  const hash = organizationId.replaceAll('-', '').repeat(2)
  await sql`insert into invites (organization_id, email, role, token_hash)
    values (${organizationId}, 'a@b.cc', 'member', ${hash})`
  await sql`insert into api_keys (organization_id, key_id, name, secret_hash)
    values (${organizationId}, ${organizationId}, 'key', ${hash})`
  await sql`insert into audit_events (organization_id, actor_type, action, subject_type)
    values (${organizationId}, 'system', 'job.created', 'job')`
  await sql`insert into idempotency_keys (hash, organization_id, sealed)
    values (${hash}, ${organizationId}, 'v1')`
  await sql`insert into alerts (organization_id, kind, target, type)
    select ${organizationId}, 'email', 'a@b.c', 'channel.test' from generate_series(1, 3)`
  await sql`insert into replays (organization_id, filter, total_count)
    values (${organizationId}, '{}', 1)`
  await sql`insert into usage_counts (organization_id, month, part, executions, by_day)
    values (${organizationId}, '2026-11-01', 2, 1, array_fill(0, array[31]))`
  await sql`insert into job_days
    values (${organizationId}, ${job}, '2026-11-01', 1, 0, 0, 0, 0, 0)`
  await sql`insert into execution_queue (organization_id, job_id, trigger, scheduled_for, class,
      ready_at, timeout_ms, max_attempts)
    values (${organizationId}, ${job}, 'manual', now(), 2, now(), 1000, 1)`
  await sql`insert into execution_requests (execution_id, organization_id, request)
    values (uuidv7(), ${organizationId}, '{}')`
  // In the days that have a partition, in one that has none, and all at one instant.
  await sql`
    with done as (
      insert into execution_history (organization_id, job_id, trigger, status, scheduled_for,
        finished_at, attempt, max_attempts)
      select ${organizationId}, ${job}, 'manual', 'success',
        case when n % 3 = 0 then now() - interval '60 days' else now() end, now(), 2, 2
      from generate_series(1, ${past}::int) n returning id, scheduled_for
    )
    insert into attempts (execution_id, scheduled_for, organization_id, number, started_at,
      finished_at, error_code)
    select id, scheduled_for, ${organizationId}, 1, now(), now(), 'http_status' from done`
  await sql`insert into attempts (execution_id, scheduled_for, organization_id, number, started_at,
      finished_at, error_code)
    select uuidv7(), at, ${organizationId}, 1, now(), now(), 'http_status'
    from unnest(array[now(), now() - interval '90 days', now() + interval '20 days']) at`
  return organizationId
}

/** As if the organization had been deleted so long ago. */
const deletedAgo = ({ sql }: Pool, id: string, ms: number) => sql`
  update organizations set deleted_at = now() - ${ms}::float8 * interval '1 millisecond',
    gone_at = now() - ${ms}::float8 * interval '1 millisecond' + interval '7 days',
    stopped_at = now()
  where id = ${id}`

test('an organization whose grace is over is gone from every table, and no other is touched', async () => {
  const { pool } = await openDatabase()
  await makePartitions(pool, 30 * day)
  const [gone, living] = [await fillOrganization(pool), await fillOrganization(pool)]
  const before = await counts(pool, gone)
  // A new table belongs into `fillOrganization`.
  expect(Object.entries(before).filter(([, count]) => count === 0)).toEqual([])
  expect(Object.keys(before)).toContain('execution_history')
  const others = await counts(pool, living)
  await deletedAgo(pool, gone, 8 * day)
  await removeOrganizations(pool, always)
  expect(Object.entries(await counts(pool, gone)).filter(([, count]) => count > 0)).toEqual([])
  expect(await pool.sql`select id from organizations`).toEqual([{ id: living }])
  expect(await counts(pool, living)).toEqual(others)
})

test('within its grace, and an hour beyond, everything stays', async () => {
  const { pool } = await openDatabase()
  const [fresh, late] = [await fillOrganization(pool), await fillOrganization(pool)]
  await deletedAgo(pool, fresh, day)
  await deletedAgo(pool, late, 7 * day + day / 48)
  const before = [await counts(pool, fresh), await counts(pool, late)]
  await removeOrganizations(pool, always)
  expect([await counts(pool, fresh), await counts(pool, late)]).toEqual(before)
})

test('a large one goes in bounded batches, whoever takes part, and a stop leaves the rest for later', async () => {
  const { pool } = await openDatabase()
  const id = await fillOrganization(pool, 12_000)
  await deletedAgo(pool, id, 8 * day)
  let asked = 0
  await removeOrganizations(pool, () => ++asked <= 4)
  const [some] = await pool.sql`select count(*)::int as count from execution_history`
  expect(some?.count).toBeGreaterThan(0)
  expect(some?.count).toBeLessThan(12_000)
  await Promise.all([removeOrganizations(pool, always), removeOrganizations(pool, always)])
  expect(Object.values(await counts(pool, id)).filter(count => count > 0)).toEqual([])
  expect(await pool.sql`select from organizations`).toHaveLength(0)
})

test('what a deletion left running when its process died is stopped', async () => {
  const { pool } = await openDatabase()
  const id = await makeOrganization(pool)
  const next = new Date(Date.now() + day)
  await makeJob(pool, id, { writtenThrough: new Date(), nextRunAt: next })
  await pool.sql`update organizations set deleted_at = now(), gone_at = now() + interval '7 days'`
  await removeOrganizations(pool, always)
  const [row] = await pool.sql`select next_run_at, stopped_at is not null as "isStopped"
    from jobs, organizations`
  expect(row).toEqual({ next_run_at: null, isStopped: true })
})
