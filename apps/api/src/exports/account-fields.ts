import type { AccountExport } from '@prikke/contract'
import {
  auditEvents,
  invites,
  mails,
  members,
  organizations,
  type Pool,
  users,
} from '@prikke/schema'
import { and, desc, eq, lt } from 'drizzle-orm'
import { auditEventOf } from '../audit/read.ts'
import { userOf } from '../auth/me.ts'
import type { Sessions, SignedIn } from '../auth/sessions.ts'
import { pageFrom, readIdCursor } from '../page.ts'
import { notFound } from '../problem.ts'
import { pagesOf } from './json-file.ts'

const limit = 100
/** More devices, and more mail within its week, than anybody has. */
const most = 1_000

/** Everything that is kept of a person, field by field, as `accountExport` describes it. */
export async function accountFields(
  pool: Pool,
  sessions: Sessions,
  { user: { id, email }, sessionId }: SignedIn,
  exportedAt: Date,
): Promise<[string, unknown][]> {
  const { db } = pool
  const [row] = await db.select().from(users).where(eq(users.id, id))
  if (row === undefined) throw notFound('The account is gone.')
  const fields: { [Name in keyof AccountExport]: unknown } = {
    format: 'prikke.account',
    version: 1,
    exportedAt: exportedAt.toISOString(),
    user: {
      ...userOf(row),
      createdAt: row.createdAt,
      emailConfirmedAt: row.emailConfirmedAt,
    },
    organizations: await db
      .select({
        id: organizations.id,
        name: organizations.name,
        role: members.role,
        joinedAt: members.createdAt,
      })
      .from(members)
      .innerJoin(organizations, eq(organizations.id, members.organizationId))
      .where(eq(members.userId, id)),
    sessions: (await sessions.list(id, most, undefined)).map(session => ({
      id: session.publicId,
      userAgent: session.userAgent,
      address: session.address,
      createdAt: session.createdAt,
      lastSeenAt: session.lastSeenAt,
      current: session.publicId === sessionId,
    })),
    invites: await db
      .select({
        id: invites.id,
        organizationName: organizations.name,
        role: invites.role,
        createdAt: invites.createdAt,
        expiresAt: invites.expiresAt,
      })
      .from(invites)
      .innerJoin(organizations, eq(organizations.id, invites.organizationId))
      .where(eq(invites.email, email)),
    mails: await db
      .select({
        id: mails.id,
        kind: mails.kind,
        status: mails.status,
        createdAt: mails.createdAt,
      })
      .from(mails)
      .where(eq(mails.recipient, email))
      .limit(most),
    audit: pagesOf(async cursor => {
      const after = readIdCursor(cursor)
      const acts = await db
        .select()
        .from(auditEvents)
        .where(
          and(
            eq(auditEvents.actorId, id),
            after === undefined ? undefined : lt(auditEvents.id, after),
          ),
        )
        .orderBy(desc(auditEvents.id))
        .limit(limit + 1)
      return pageFrom(acts, limit, act => act.id, auditEventOf)
    }),
    complete: true,
  }
  return Object.entries(fields)
}
