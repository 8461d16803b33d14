import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { startReplay } from '@prikke/queue'
import { makeJob, makeOrganization, openDatabase } from '@prikke/schema/test'
import { expect, onTestFinished, test, vi } from 'vitest'

const main = fileURLToPath(new URL('./main.ts', import.meta.url))
const withinMs = { timeout: 30_000, interval: 20 }
vi.setConfig({ testTimeout: 90_000 })

/** The real process. Its environment is what is given here and nothing else. */
function startScheduler(env: Record<string, string>) {
  const child = spawn(process.execPath, [main], { env, stdio: 'ignore' })
  const closed = once(child, 'close')
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await closed
  })
  return { child, closed: async () => (await closed)[1] as string | null }
}

const failures = 5_500

test('schedulers killed while they feed a replay leave none of it out and run none of it twice', async () => {
  const { pool, url } = await openDatabase()
  const organizationId = await makeOrganization(pool)
  const off = { enabled: false, nextRunAt: null }
  const jobId = await makeJob(pool, organizationId, off)
  await pool.sql`
    insert into execution_history (organization_id, job_id, trigger, status, scheduled_for,
      finished_at, attempt, max_attempts, error_code)
    select ${organizationId}, ${jobId}, 'manual', 'failed', now() - n * interval '1 second', now(),
      1, 1, 'http_status'
    from generate_series(1, ${failures}::int) n`
  const matching = pool.sql`h.organization_id = ${organizationId}`
  const { id } = await pool.transaction(tx =>
    startReplay(tx, { organizationId, filter: {}, matching, most: failures }),
  )
  // As executors would: what is due is taken away, and remembered.
  await pool.sql`create table taken as select replay_of from execution_queue limit 0`
  let isOver = false
  const take = () => pool.sql`
    with gone as (delete from execution_queue returning replay_of)
    insert into taken select * from gone`
  const taking = (async () => {
    while (!isOver) await take()
  })()

  for (const armed of ['replay-feeding', 'replay-fed', 'replay-feeding:2', 'replay-fed:2']) {
    const { closed } = startScheduler({ DATABASE_URL: url, PRIKKE_CRASH_POINT: armed })
    expect(await closed()).toBe('SIGKILL')
  }
  startScheduler({ DATABASE_URL: url })
  startScheduler({ DATABASE_URL: url })
  const finishedAt = async () =>
    (await pool.sql`select finished_at from replays where id = ${id}`)[0]?.finished_at
  await expect.poll(finishedAt, withinMs).toBeInstanceOf(Date)
  isOver = true
  await taking
  await take()
  const [taken] = await pool.sql`
    select count(*)::int as rows, count(distinct replay_of)::int as executions from taken`
  expect(taken).toEqual({ rows: failures, executions: failures })
  const [replay] = await pool.sql`select replayed_count, skipped_count from replays`
  expect(replay).toEqual({ replayed_count: failures, skipped_count: 0 })
})
