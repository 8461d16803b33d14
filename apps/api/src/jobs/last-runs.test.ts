import type { Job } from '@prikke/contract'
import { expect, test } from 'vitest'
import { openApi } from '../../test/open-api.ts'
import { makeJob, makePast } from '../../test/samples.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs
const ago = (ms: number) => new Date(Date.now() - ms).toISOString()
/** `makePast` starts each so much late. */
const startOf = (scheduledFor: string) => new Date(Date.parse(scheduledFor) + 250).toISOString()

test('a job shows its last run and how that came out, however long ago, and whether it runs now', async () => {
  const { pool, organization } = await openApi()
  const { id: organizationId, call } = await organization()
  const add = async (jobId: string, status: string, scheduledFor: string) => {
    await makePast(pool, { organizationId, jobId, status, scheduledFor })
    return startOf(scheduledFor)
  }
  const names = ['never', 'old', 'both', 'skipped', 'running', 'failing'] as const
  const ids = Object.fromEntries(
    await Promise.all(names.map(async name => [name, await makeJob(call, { name })])),
  ) as Record<(typeof names)[number], string>
  const expected: Record<string, Pick<Job, 'lastRunAt' | 'lastStatus'>> = {
    never: { lastRunAt: null, lastStatus: null },
    old: { lastRunAt: await add(ids.old, 'success', ago(20 * dayMs)), lastStatus: 'success' },
  }
  await add(ids.both, 'success', ago(9 * dayMs))
  expected.both = {
    lastRunAt: await add(ids.both, 'success', ago(hourMs)),
    lastStatus: 'success',
  }
  expected.skipped = {
    lastRunAt: await add(ids.skipped, 'success', ago(5 * dayMs)),
    lastStatus: 'success',
  }
  await add(ids.skipped, 'skipped', ago(hourMs))
  await pool.sql`update execution_history set started_at = null where status = 'skipped'`
  expected.failing = {
    lastRunAt: await add(ids.failing, 'failed', ago(hourMs)),
    lastStatus: 'failed',
  }
  await pool.sql`update jobs set last_status = 'failed' where id = ${ids.failing}`
  await add(ids.running, 'success', ago(30 * dayMs))
  const now = ago(0)
  await pool.sql`
    insert into execution_queue (organization_id, job_id, trigger, scheduled_for, class, ready_at,
      attempt, timeout_ms, max_attempts, worker, claimed_at)
    values (${organizationId}, ${ids.running}, 'manual', ${now}, 2, ${now}, 1, 1000, 1, 'w', ${now})`
  expected.running = { lastRunAt: now, lastStatus: 'success' }

  const shown = ({ lastRunAt, lastStatus }: Job) => ({ lastRunAt, lastStatus })
  for (const name of names) {
    const { body } = await call('GET', `/api/jobs/${ids[name]}`)
    expect([name, shown(body)]).toEqual([name, expected[name]])
  }
  for (const sort of ['name', '-lastRunAt', '-createdAt']) {
    const { data } = (await call('GET', `/api/jobs?sort=${sort}`)).body as { data: Job[] }
    expect(Object.fromEntries(data.map(job => [job.name, shown(job)]))).toEqual(expected)
  }
})
