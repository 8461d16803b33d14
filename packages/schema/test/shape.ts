import type { Sql } from 'postgres'

/**
 * The same for two databases as long as nothing was defined, altered, dropped or analysed in one of
 * them, no migration ran and no table or index grew beyond 256 kB.
 */
export async function shapeOf(sql: Sql): Promise<string> {
  // A clone has the rows of its template to the transaction; whatever is done later is a later one.
  const catalogues = ['class', 'attribute', 'attrdef', 'constraint', 'index', 'inherits']
  const others = ['trigger', 'proc', 'type', 'statistic']
  const newest = [...[...catalogues, ...others].map(name => `pg_${name}`), 'migrations'].map(
    name => `select '${name} ' || count(*) || ' ' || max(xmin::text::bigint) as said from ${name}`,
  )
  const [row] = await sql.unsafe(`
    select string_agg(said, ', ') as shape from (
      ${newest.join(' union all ')}
      union all select 'large ' || count(*) from pg_class
      where oid >= 16384 and relkind in ('r', 'i', 't') and pg_relation_size(oid) > 262144
    ) parts`)
  return row?.shape
}

/** Statements that delete every row of a database of ours, but for the migrations that made it. */
export async function emptying(sql: Sql): Promise<string> {
  const [row] = await sql`
    select string_agg(format('delete from %I', relname), '; ') as deletes from pg_class
    where relnamespace = 'public'::regnamespace and relkind = 'r' and relname <> 'migrations'`
  // Rows go in any order: as a replica no reference is looked at.
  return `set session_replication_role = replica; ${row?.deletes}`
}
