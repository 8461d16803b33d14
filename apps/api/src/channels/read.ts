import { channels, type Database } from '@prikke/schema'
import { and, eq } from 'drizzle-orm'
import { notFound } from '../problem.ts'

type Row = typeof channels.$inferSelect

export const ownChannel = (organizationId: string, id: string) =>
  and(eq(channels.organizationId, organizationId), eq(channels.id, id))

/** A channel of the organization. @throws Problem 404 when there is none with this id. */
export async function readChannel(
  { db }: Pick<Database, 'db'>,
  organizationId: string,
  id: string,
): Promise<Row> {
  const [row] = await db.select().from(channels).where(ownChannel(organizationId, id))
  return known(row)
}

/** The same, held until the change is done, so that none is made of what another is just changing. */
export async function holdChannel(
  { db }: Database,
  organizationId: string,
  id: string,
): Promise<Row> {
  const [row] = await db
    .select()
    .from(channels)
    .where(ownChannel(organizationId, id))
    .for('no key update')
  return known(row)
}

function known(row: Row | undefined): Row {
  if (row === undefined) throw notFound('There is no such channel.')
  return row
}
