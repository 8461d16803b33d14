import type { Alert, Page } from '@prikke/contract'
import { alerts, type Database } from '@prikke/schema'
import { and, desc, eq, lt } from 'drizzle-orm'
import { type PageAsked, pageFrom, readIdCursor } from '../page.ts'

/** A page of the alerts of an organization, newest first. */
export async function listAlerts(
  { db }: Pick<Database, 'db'>,
  organizationId: string,
  { limit, cursor, jobId }: PageAsked & { jobId?: string | undefined },
): Promise<Page<Alert>> {
  const after = readIdCursor(cursor)
  const rows = await db
    .select()
    .from(alerts)
    .where(
      and(
        eq(alerts.organizationId, organizationId),
        jobId === undefined ? undefined : eq(alerts.jobId, jobId),
        after === undefined ? undefined : lt(alerts.id, after),
      ),
    )
    .orderBy(desc(alerts.id))
    .limit(limit + 1)
  return pageFrom(rows, limit, row => row.id, alertOf)
}

const alertOf = (row: typeof alerts.$inferSelect): Alert => ({
  id: row.id,
  type: row.type,
  status: row.status,
  channelId: row.channelId,
  kind: row.kind,
  target: row.target,
  jobId: row.jobId,
  executionId: row.executionId,
  attempt: row.attempt,
  statusCode: row.statusCode,
  answer: row.answer,
  createdAt: row.createdAt.toISOString(),
  settledAt: row.settledAt?.toISOString() ?? null,
})
