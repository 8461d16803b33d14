import { randomBytes } from 'node:crypto'
import type { Pool } from '../src/connect.ts'
import { channels, jobs, jobVersions, organizations } from '../src/index.ts'

type NewJob = typeof jobs.$inferInsert

/** An organization of the test's own. */
export async function makeOrganization(pool: Pool): Promise<string> {
  const slug = `o-${randomBytes(6).toString('hex')}`
  const signingSecret = `whsec_${randomBytes(24).toString('base64')}`
  const [made] = await pool.db
    .insert(organizations)
    .values({ slug, name: slug, signingSecret })
    .returning({ id: organizations.id })
  return (made as { id: string }).id
}

/** A job that runs every minute by POST to a closed port, unless said otherwise. */
export async function makeJob(
  pool: Pool,
  organizationId: string,
  values: Partial<NewJob> = {},
): Promise<string> {
  const cron = { cronExpression: '* * * * *', intervalMinutes: 1 }
  const row: NewJob = {
    organizationId,
    name: 'job',
    url: 'http://127.0.0.1:9/',
    method: 'POST',
    scheduleType: 'cron',
    ...(values.scheduleType === 'once' ? {} : cron),
    timezone: 'UTC',
    enabled: true,
    retryAttempts: 0,
    timeoutMs: 5_000,
    overlap: 'allow',
    catchUp: 'latest',
    alertOn: 'change',
    writtenThrough: new Date('2026-01-01T00:00:00Z'),
    ...values,
  }
  const [made] = await pool.db.insert(jobs).values(row).returning({ id: jobs.id })
  const { id } = made as { id: string }
  const request = { method: row.method, url: row.url, headers: {}, body: row.body ?? null }
  await pool.db.insert(jobVersions).values({ jobId: id, version: 1, organizationId, request })
  return id
}

/** A webhook channel that hears of every flip. */
export async function makeChannel(pool: Pool, organizationId: string): Promise<string> {
  const [made] = await pool.db
    .insert(channels)
    .values({ organizationId, kind: 'webhook', name: 'hook', target: 'http://127.0.0.1:9/hook' })
    .returning({ id: channels.id })
  return (made as { id: string }).id
}
