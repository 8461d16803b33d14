import type { Database } from '@prikke/schema'

/** Ids for rows to come: what lies sealed in a row is sealed for its id. Oldest first. */
export async function newIds({ sql }: Pick<Database, 'sql'>, count: number): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    select uuidv7() as id from generate_series(1, ${count}::int)`
  return rows.map(({ id }) => id)
}
