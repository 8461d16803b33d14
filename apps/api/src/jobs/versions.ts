import type { Page, SavedVersion } from '@prikke/contract'
import { auditEvents, type Database, jobVersions } from '@prikke/schema'
import { and, desc, eq, inArray, lt } from 'drizzle-orm'
import { type PageAsked, pageFrom, readNumberCursor } from '../page.ts'

type Act = Pick<typeof auditEvents.$inferSelect, 'actorType' | 'actorName' | 'changes'>

/**
 * A page of what each version of a job sends, the newest first; by the primary key. A version and its
 * act are of one transaction, and so of one instant: that tells who made it, where `mayReadAudit`.
 */
export async function listVersionsOf(
  { db }: Pick<Database, 'db'>,
  {
    organizationId,
    jobId,
    mayReadAudit,
  }: Record<'organizationId' | 'jobId', string> & {
    mayReadAudit: boolean
  },
  { limit, cursor }: PageAsked,
): Promise<Page<SavedVersion>> {
  const before = readNumberCursor(cursor)
  const rows = await db
    .select()
    .from(jobVersions)
    .where(
      and(
        eq(jobVersions.organizationId, organizationId),
        eq(jobVersions.jobId, jobId),
        before === undefined ? undefined : lt(jobVersions.version, before),
      ),
    )
    .orderBy(desc(jobVersions.version))
    .limit(limit + 1)
  const acts = mayReadAudit
    ? await db
        .select()
        .from(auditEvents)
        .where(
          and(
            eq(auditEvents.organizationId, organizationId),
            eq(auditEvents.subjectId, jobId),
            inArray(auditEvents.action, ['job.created', 'job.updated']),
            inArray(
              auditEvents.createdAt,
              rows.map(row => row.createdAt),
            ),
          ),
        )
    : []
  const actOf = new Map<number, Act>(acts.map(act => [act.createdAt.getTime(), act]))
  return pageFrom(
    rows,
    limit,
    row => `${row.version}`,
    row => versionOf(row, actOf.get(row.createdAt.getTime())),
  )
}

const versionOf = (
  { version, createdAt, request }: typeof jobVersions.$inferSelect,
  act: Act | undefined,
): SavedVersion => ({
  version,
  createdAt: createdAt.toISOString(),
  ...request,
  by: act === undefined ? null : { type: act.actorType, name: act.actorName },
  changed: act === undefined ? null : Object.keys(act.changes),
})
