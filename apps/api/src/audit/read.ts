import type { z } from '@hono/zod-openapi'
import type { AuditAction, AuditEvent, AuditSubject, auditListQuery, Page } from '@prikke/contract'
import { auditEvents, type Database } from '@prikke/schema'
import { and, desc, eq, gte, lt, type SQL } from 'drizzle-orm'
import { pageFrom, readIdCursor } from '../page.ts'

type Row = typeof auditEvents.$inferSelect

/** A page of what was done in an organization, newest first, along audit_events_organization. */
export async function listAudit(
  { db }: Pick<Database, 'db'>,
  organizationId: string,
  query: z.output<typeof auditListQuery>,
): Promise<Page<AuditEvent>> {
  const { limit, action, actor, subjectType, subjectId, from, to } = query
  const after = readIdCursor(query.cursor)
  const wanted: (SQL | undefined)[] = [
    eq(auditEvents.organizationId, organizationId),
    after === undefined ? undefined : lt(auditEvents.id, after),
    action === undefined ? undefined : eq(auditEvents.action, action),
    actor === undefined ? undefined : eq(auditEvents.actorId, actor),
    subjectType === undefined ? undefined : eq(auditEvents.subjectType, subjectType),
    subjectId === undefined ? undefined : eq(auditEvents.subjectId, subjectId),
    from === undefined ? undefined : gte(auditEvents.createdAt, new Date(from)),
    to === undefined ? undefined : lt(auditEvents.createdAt, new Date(to)),
  ]
  const rows = await db
    .select()
    .from(auditEvents)
    .where(and(...wanted))
    .orderBy(desc(auditEvents.id))
    .limit(limit + 1)
  return pageFrom(rows, limit, row => row.id, auditEventOf)
}

export const auditEventOf = (row: Row): AuditEvent => ({
  id: row.id,
  at: row.createdAt.toISOString(),
  action: row.action as AuditAction,
  actor: { type: row.actorType, id: row.actorId, name: row.actorName },
  subject: { type: row.subjectType as AuditSubject, id: row.subjectId, name: row.subjectName },
  address: row.address,
  userAgent: row.userAgent,
  requestId: row.requestId,
  changes: row.changes,
})
