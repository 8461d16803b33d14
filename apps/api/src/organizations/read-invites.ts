import type { Invite, Page } from '@prikke/contract'
import { type Database, invites, users } from '@prikke/schema'
import { and, desc, eq, lt, sql } from 'drizzle-orm'
import { type PageAsked, pageFrom, readIdCursor } from '../page.ts'

/** Neither answered nor revoked; it may have ended all the same. The index invites_open says so too. */
export const isOpen = sql`(${invites.acceptedAt} is null and ${invites.declinedAt} is null
  and ${invites.revokedAt} is null)`

/** What has become of an invite, by the database's time. */
export const inviteStatus = sql<Invite['status']>`case
  when ${invites.acceptedAt} is not null then 'accepted'
  when ${invites.declinedAt} is not null then 'declined'
  when ${invites.revokedAt} is not null then 'revoked'
  when ${invites.expiresAt} <= now() then 'expired' else 'open' end`

/** Invites with all that is shown of them. */
export const selectInvites = (at: Pick<Database, 'db'>) =>
  at.db
    .select({ invite: invites, status: inviteStatus, inviter: users.email })
    .from(invites)
    .leftJoin(users, eq(users.id, invites.invitedBy))

/** A page of the invites of an organization, newest first. */
export async function listInvites(
  at: Pick<Database, 'db'>,
  organizationId: string,
  { limit, cursor }: PageAsked,
): Promise<Page<Invite>> {
  const after = readIdCursor(cursor)
  const rows = await selectInvites(at)
    .where(
      and(
        eq(invites.organizationId, organizationId),
        after === undefined ? undefined : lt(invites.id, after),
      ),
    )
    .orderBy(desc(invites.id))
    .limit(limit + 1)
  return pageFrom(rows, limit, row => row.invite.id, inviteFrom)
}

type Row = {
  invite: typeof invites.$inferSelect
  status: Invite['status']
  inviter: string | null
}

export const inviteFrom = ({ invite, status, inviter }: Row): Invite => ({
  id: invite.id,
  email: invite.email,
  role: invite.role,
  status,
  invitedBy: inviter,
  createdAt: invite.createdAt.toISOString(),
  expiresAt: invite.expiresAt.toISOString(),
})
