import type { SystemDatabase } from '@prikke/contract'
import { knownMigrations, type Sql } from '@prikke/schema'
import type { ServerHabits } from './judge-database.ts'

const mostTables = 10

type Server = Pick<SystemDatabase, 'version' | 'sizeBytes'> & {
  at: Date
  startedAt: Date
  applied: number
  most: number
  oldestTransactionMs: number | null
  habits: ServerHabits
}
type Application = SystemDatabase['sessions']['byApplication'][number]
type Table = Omit<SystemDatabase['tables'][number], 'vacuumedAt'> & { vacuumedAt: Date | null }

export type DatabaseRead = Omit<SystemDatabase, 'level' | 'checks'> & { habits: ServerHabits }

/** How the database stands, from its own statistics: no row of ours is counted. */
export async function readDatabase(sql: Sql): Promise<DatabaseRead> {
  const [server] = await readServer(sql)
  const byApplication = await readSessions(sql)
  const tables = await readTables(sql)
  const [history] = await readHistory(sql)
  const { at, startedAt, applied, most, oldestTransactionMs, ...rest } = server
  const used = byApplication.reduce((sum, { total }) => sum + total, 0)
  return {
    ...rest,
    at: at.toISOString(),
    startedAt: startedAt.toISOString(),
    migrations: { applied, known: knownMigrations },
    sessions: { used, most, byApplication, oldestTransactionMs },
    history,
    tables: tables.map(table => ({
      ...table,
      vacuumedAt: table.vacuumedAt?.toISOString() ?? null,
    })),
  }
}

const readServer = (sql: Sql) => sql<[Server]>`
  select clock_timestamp() as at, pg_postmaster_start_time() as "startedAt",
    current_setting('server_version') as version,
    pg_database_size(current_database())::float8 as "sizeBytes",
    (select count(*)::int from migrations) as applied,
    current_setting('max_connections')::int as most,
    (select round(extract(epoch from clock_timestamp() - min(xact_start))::float8 * 1000)
     from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid())
      as "oldestTransactionMs",
    jsonb_build_object(
      'fsync', current_setting('fsync') = 'on',
      'fullPageWrites', current_setting('full_page_writes') = 'on',
      'synchronousCommit', current_setting('synchronous_commit'),
      'autovacuum', current_setting('autovacuum') = 'on') as habits`

const readSessions = (sql: Sql) => sql<Application[]>`
  select coalesce(nullif(application_name, ''), 'unnamed') as application, count(*)::int as total,
    count(*) filter (where state = 'active')::int as active,
    count(*) filter (where state like 'idle in transaction%')::int as "idleInTransaction",
    count(*) filter (where wait_event_type = 'Lock')::int as waiting
  from pg_stat_activity where backend_type = 'client backend'
  group by 1 order by total desc, 1 limit 20`

/** The partitions of a table count as one; sizes are those of files, rows what the statistics guess. */
const readTables = (sql: Sql) => sql<Table[]>`
  select coalesce(p.relname, s.relname) as name, count(p.oid)::int as partitions,
    sum(pg_total_relation_size(s.relid))::float8 as "totalBytes",
    sum(pg_indexes_size(s.relid))::float8 as "indexBytes",
    sum(s.n_live_tup)::float8 as "liveRows", sum(s.n_dead_tup)::float8 as "deadRows",
    max(greatest(s.last_vacuum, s.last_autovacuum)) as "vacuumedAt"
  from pg_stat_user_tables s
  left join pg_inherits i on i.inhrelid = s.relid
  left join pg_class p on p.oid = i.inhparent
  where s.schemaname = 'public'
  group by 1 order by "totalBytes" desc, 1 limit ${mostTables}`

/** The day of a partition stands in its name: apps/scheduler makes them. */
const readHistory = (sql: Sql) => sql<[SystemDatabase['history']]>`
  select count(*)::int as days, replace(min(day), '_', '-') as oldest,
    replace(max(day), '_', '-') as newest
  from (
    select substring(c.relname from '\\d{4}_\\d{2}_\\d{2}$') as day from pg_inherits i
    join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'execution_history'::regclass) named
  where day is not null`
