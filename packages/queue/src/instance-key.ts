import type { Sql } from '@prikke/schema'

/** The key of this database's fingerprints, sealed; null where nothing was ever sealed. */
export async function readInstanceKey(sql: Sql): Promise<string | null> {
  const [row] = await sql<{ sealed: string }[]>`
    select sealed from instance_keys where purpose = 'fingerprint'`
  return row?.sealed ?? null
}
