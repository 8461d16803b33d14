import type { Member, Page } from '@prikke/contract'
import { type Database, members, users } from '@prikke/schema'
import { and, desc, eq, lt } from 'drizzle-orm'
import { type PageAsked, pageFrom, readIdCursor } from '../page.ts'

/** Members with all that is shown of them. */
export const selectMembers = ({ db }: Pick<Database, 'db'>) =>
  db
    .select({ member: members, email: users.email, name: users.name })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))

/** A page of the members of an organization, the newest account first. */
export async function listMembers(
  at: Pick<Database, 'db'>,
  organizationId: string,
  { limit, cursor }: PageAsked,
): Promise<Page<Member>> {
  const after = readIdCursor(cursor)
  const rows = await selectMembers(at)
    .where(
      and(
        eq(members.organizationId, organizationId),
        after === undefined ? undefined : lt(members.userId, after),
      ),
    )
    .orderBy(desc(members.userId))
    .limit(limit + 1)
  return pageFrom(rows, limit, row => row.member.userId, memberFrom)
}

type Row = { member: typeof members.$inferSelect; email: string; name: string }

export const memberFrom = ({ member, email, name }: Row): Member => ({
  userId: member.userId,
  email,
  name,
  role: member.role,
  joinedAt: member.createdAt.toISOString(),
})
