import { sql } from 'drizzle-orm'
import { check, index, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { createdAt, id, organizations } from './accounts.ts'

/** By field: what it was and what it is. Without secrets. */
export type AuditChanges = Record<string, { before: unknown; after: unknown }>

/**
 * Who did what, written with what was done. Only appended to; what is older than 13 months goes, and
 * of somebody who erased their account the act stays and the person goes.
 */
export const auditEvents = pgTable(
  'audit_events',
  {
    id: id(),
    /** Null for what concerns an account alone. */
    organizationId: uuid('organization_id').references(() => organizations.id, {
      onDelete: 'cascade',
    }),
    actorType: text('actor_type', { enum: ['user', 'key', 'system'] }).notNull(),
    /** Without a reference: it outlives the person and the key. */
    actorId: uuid('actor_id'),
    actorName: text('actor_name'),
    action: text('action').notNull(),
    subjectType: text('subject_type').notNull(),
    subjectId: uuid('subject_id'),
    subjectName: text('subject_name'),
    address: text('address'),
    userAgent: text('user_agent'),
    requestId: uuid('request_id'),
    changes: jsonb('changes').$type<AuditChanges>().notNull().default({}),
    createdAt: createdAt(),
  },
  t => [
    index('audit_events_organization').on(t.organizationId, t.id),
    // Both for one person: what they did, and what was done to them.
    index('audit_events_actor').on(t.actorId, t.id),
    index('audit_events_subject').on(t.subjectId, t.id),
    // Somebody who was invited has no id yet.
    index('audit_events_invited').on(t.subjectName).where(sql`${t.subjectType} = 'invite'`),
    check('audit_events_actor_type', sql`${t.actorType} in ('user', 'key', 'system')`),
    check('audit_events_action', sql`${t.action} ~ '^[a-z_]+[.][a-z_]+$'`),
  ],
)
