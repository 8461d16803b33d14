import type { Job, JobVersion, OrganizationExport, Page } from '@prikke/contract'
import { type Database, jobVersions, type Pool } from '@prikke/schema'
import { and, desc, eq, sql } from 'drizzle-orm'
import { listAlerts } from '../alerts/list.ts'
import { listAudit } from '../audit/read.ts'
import { shownOrganization } from '../auth/tenants.ts'
import { listChannels } from '../channels/list.ts'
import { listExecutions } from '../executions/list.ts'
import { readExecutions } from '../executions/read.ts'
import { listJobs } from '../jobs/list.ts'
import { listKeys } from '../keys/list.ts'
import { listMembers } from '../organizations/list-members.ts'
import { listInvites } from '../organizations/read-invites.ts'
import { type PageAsked, pageFrom } from '../page.ts'
import { withinHistory } from '../plans/within-history.ts'
import type { Tenant } from '../route.ts'
import { mapped, pagesOf } from './json-file.ts'

type Asked = Parameters<typeof listExecutions>[2]

const limit = 100
/** Each holds up to 64 KiB of what came back, and each of its attempts. */
const executionLimit = 25

/**
 * Everything that an organization owns, field by field, as `organizationExport` describes it. It is
 * read page by page, each in a statement of its own: what is there all the while is in it once, as
 * it was when its page was read.
 */
export function organizationFields(
  pool: Pool,
  tenant: Tenant,
  exportedAt: Date,
): [string, unknown][] {
  const { id } = tenant
  const all = <T>(
    list: (at: Pool, id: string, asked: PageAsked & { limit: number }) => Promise<Page<T>>,
  ) => pagesOf(cursor => list(pool, id, { limit, cursor }))
  const jobs = () => pagesOf(cursor => listJobs(pool, id, { sort: '-createdAt', limit, cursor }))
  const executions = pagesOf(cursor =>
    listExecutions(
      pool.sql,
      id,
      withinHistory<Asked>(pool, tenant, { limit: executionLimit, cursor }),
    ),
  )
  const fields: { [Name in keyof OrganizationExport]: unknown } = {
    format: 'prikke.organization',
    version: 1,
    exportedAt: exportedAt.toISOString(),
    organization: shownOrganization(tenant),
    members: all(listMembers),
    invites: all(listInvites),
    keys: all(listKeys),
    channels: all(listChannels),
    jobs: jobs(),
    sync: mapped(jobs(), page => page.filter(mayRunAfter(exportedAt)).map(syncJobAt(exportedAt))),
    jobVersions: all(listVersions),
    executions: mapped(executions, page =>
      readExecutions(pool.sql, id, {
        ids: page.map(execution => execution.id),
        ...(page.length > 0 && {
          first: page.at(-1)?.scheduledFor ?? '-infinity',
          last: page[0]?.scheduledFor ?? 'infinity',
        }),
      }),
    ),
    alerts: all(listAlerts),
    audit: all(listAudit),
    complete: true,
  }
  return Object.entries(fields)
}

/** A one-time instant that has passed is refused wherever it is brought in. */
const mayRunAfter = (at: Date) => (job: Job) =>
  job.scheduledAt === null || Date.parse(job.scheduledAt) > at.getTime()

/** A job as a sync takes it, which tells jobs apart by their keys. */
const syncJobAt = (at: Date) => (job: Job) => {
  const { id, key, intervalMinutes, nextRunAt, lastRunAt, lastStatus, version, ...rest } = job
  const { createdAt, updatedAt, pausedBy, resumeAt, ...definition } = rest
  const isAhead = resumeAt !== null && Date.parse(resumeAt) > at.getTime()
  return { ...definition, resumeAt: isAhead ? resumeAt : null, key: key ?? id }
}

const versionCursor = /^([0-9a-f-]{36}) (\d+)$/

/** What each version of each job sends, the newest job first; by the primary key. */
async function listVersions(
  { db }: Pick<Database, 'db'>,
  organizationId: string,
  { limit, cursor = '' }: PageAsked,
): Promise<Page<JobVersion>> {
  const after = versionCursor.exec(Buffer.from(cursor, 'base64url').toString('latin1'))
  const rows = await db
    .select()
    .from(jobVersions)
    .where(
      and(
        eq(jobVersions.organizationId, organizationId),
        after === null
          ? undefined
          : sql`(${jobVersions.jobId}, ${jobVersions.version}) < (${after[1]}::uuid, ${after[2]}::int)`,
      ),
    )
    .orderBy(desc(jobVersions.jobId), desc(jobVersions.version))
    .limit(limit + 1)
  return pageFrom(rows, limit, row => `${row.jobId} ${row.version}`, versionOf)
}

const versionOf = (row: typeof jobVersions.$inferSelect): JobVersion => ({
  jobId: row.jobId,
  version: row.version,
  createdAt: row.createdAt.toISOString(),
  request: row.request,
})
