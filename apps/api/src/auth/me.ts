import type { Me, User } from '@prikke/contract'
import { type Database, users } from '@prikke/schema'
import { eq } from 'drizzle-orm'
import { notFound } from '../problem.ts'
import { shownOrganization, tenantsOf } from './tenants.ts'

/** An account as its owner sees it. */
export const userOf = (row: typeof users.$inferSelect): User => ({
  id: row.id,
  email: row.email,
  name: row.name,
  hasPassword: row.passwordHash !== null,
  isOperator: row.isOperator,
})

/** Who somebody is, and the organizations that they are in. */
export async function meOf(at: Pick<Database, 'db'>, userId: string): Promise<Me> {
  const [row] = await at.db.select().from(users).where(eq(users.id, userId))
  if (row === undefined) throw notFound('The account is gone.')
  return {
    user: userOf(row),
    organizations: (await tenantsOf(at, userId)).map(shownOrganization),
  }
}
