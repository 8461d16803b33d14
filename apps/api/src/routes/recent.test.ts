import type { Days, Planned, Recent } from '@prikke/contract'
import { describe, expect, test } from 'vitest'
import { openApi } from '../../test/open-api.ts'
import { makeJob, makePast, onceJob } from '../../test/samples.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs
const ago = (ms: number) => new Date(Date.now() - ms).toISOString()

async function open({ planLimits = false } = {}) {
  const api = await openApi({ planLimits })
  const org = await api.organization()
  const add = (jobId: string, status: string, agoMs: number) =>
    makePast(api.pool, { organizationId: org.id, jobId, status, scheduledFor: ago(agoMs) })
  const recent = async (...ids: string[]) => {
    const query = ids.map(id => `id=${id}`).join('&')
    const { status, body } = await org.call('GET', `/api/jobs/recent?${query}`)
    expect(status).toBe(200)
    return (body as Recent).data
  }
  return { api, org, add, recent }
}

describe('GET /api/jobs/recent', () => {
  test('200: the newest ten of each, wherever they lie, and what waits or runs', async () => {
    const { org, add, recent } = await open()
    const [often, seldom, never] = [
      await makeJob(org.call),
      await makeJob(org.call),
      await makeJob(org.call),
    ]
    const ids: string[] = []
    for (let n = 0; n < 12; n++) ids.push(await add(often, 'success', (n + 1) * hourMs))
    const old = [await add(seldom, 'failed', hourMs), await add(seldom, 'success', 20 * dayMs)]
    const { body } = await org.call('POST', `/api/jobs/${often}/trigger`)
    const [first, second, third, ...others] = await recent(
      often,
      never,
      seldom,
      crypto.randomUUID(),
    )
    expect(others).toEqual([])
    expect([first?.jobId, second?.jobId, third?.jobId]).toEqual([often, never, seldom])
    expect(first?.executions.map(({ id }) => id)).toEqual([body.id, ...ids.slice(0, 9)])
    expect(first?.executions[0]).toMatchObject({
      status: 'pending',
      durationMs: null,
      latenessMs: null,
    })
    expect(first?.executions[1]).toMatchObject({
      status: 'success',
      durationMs: 100,
      latenessMs: 250,
    })
    expect(second).toEqual({ jobId: never, executions: [], successRate: null })
    expect(third?.executions.map(({ id }) => id)).toEqual(old)
  })

  test('200: the rate is of seven days, of what really ran', async () => {
    const { api, org, add, recent } = await open()
    const [a, b, c] = [await makeJob(org.call), await makeJob(org.call), await makeJob(org.call)]
    for (const [job, status, agoMs] of [
      [a, 'success', hourMs],
      [a, 'success', 3 * dayMs],
      [a, 'success', 6 * dayMs],
      [a, 'failed', 6 * dayMs + hourMs],
      [a, 'missed', 2 * dayMs],
      [a, 'failed', 8 * dayMs],
      [b, 'timeout', hourMs],
      [b, 'cancelled', 2 * hourMs],
      [c, 'skipped', hourMs],
    ] as const) {
      await add(job, status, agoMs)
    }
    const rates = async () => (await recent(a, b, c)).map(({ successRate }) => successRate)
    expect(await rates()).toEqual([0.75, 0, null])
    // Where very many of other jobs did not succeed, each job is counted for itself: with the same result.
    await api.pool.sql`
      insert into execution_history (organization_id, job_id, trigger, status, scheduled_for,
        finished_at, attempt, max_attempts, error_code)
      select ${org.id}, uuidv7(), 'manual', 'skipped', now() - n * interval '1 second', now(), 0, 1, 'overlap'
      from generate_series(1, 20001) n`
    expect(await rates()).toEqual([0.75, 0, null])
  })

  test('200: nothing before the history of the plan', async () => {
    const { api, org, add, recent } = await open({ planLimits: true })
    const job = await makeJob(org.call, { cronExpression: '0 0 1 1 *' })
    const shown = await add(job, 'success', 6 * dayMs)
    await add(job, 'success', 8 * dayMs)
    expect((await recent(job))[0]?.executions.map(({ id }) => id)).toEqual([shown])
    await api.pool.sql`update organizations set tier = 'pro'`
    expect((await recent(job))[0]?.executions).toHaveLength(2)
  })

  test('422: no id, one that is none, too many', async () => {
    const { org } = await open()
    const many = Array.from({ length: 101 }, () => `id=${crypto.randomUUID()}`).join('&')
    for (const query of ['', 'id=x', many]) {
      expect((await org.call('GET', `/api/jobs/recent?${query}`)).status).toBe(422)
    }
  })
})

describe('GET /api/stats/days', () => {
  test('200: every day up to today, what is there and what was counted when it was removed', async () => {
    const { api, org, add } = await open()
    const [job, other] = [await makeJob(org.call), await makeJob(org.call)]
    await add(job, 'success', 0)
    await add(job, 'failed', 2 * dayMs)
    await add(other, 'failed', 2 * dayMs)
    await org.call('POST', `/api/jobs/${job}/trigger`)
    const day = (agoMs: number) => ago(agoMs).slice(0, 10)
    for (const [id, agoMs] of [
      [job, 2 * dayMs],
      [job, 80 * dayMs],
      [job, 90 * dayMs],
      [other, 80 * dayMs],
    ] as const) {
      await api.pool
        .sql`insert into job_days values (${org.id}, ${id}, ${day(agoMs)}, 3, 1, 0, 0, 0, 0)`
    }
    const { status, body } = await org.call('GET', `/api/stats/days?jobId=${job}`)
    expect(status).toBe(200)
    const { data } = body as Days
    expect(data).toHaveLength(90)
    expect([data[0]?.day, data.at(-1)?.day]).toEqual([day(89 * dayMs), day(0)])
    const filled = data.filter(({ counts }) => Object.values(counts).some(count => count > 0))
    expect(filled).toMatchObject([
      { day: day(80 * dayMs), counts: { success: 3, failed: 1 }, successRate: 0.75 },
      { day: day(2 * dayMs), counts: { success: 3, failed: 2 }, successRate: 0.6 },
      { day: day(0), counts: { success: 1, pending: 1 }, successRate: 1 },
    ])
    expect(data[1]?.successRate).toBeNull()
    const week = (await org.call('GET', `/api/stats/days?jobId=${job}&days=7`)).body as Days
    expect(week.data).toEqual(data.slice(-7))
    const stranger = await api.organization()
    const theirs = (await stranger.call('GET', `/api/stats/days?jobId=${job}`)).body as Days
    expect(theirs.data.every(({ successRate }) => successRate === null)).toBe(true)
  })

  test('422: no job, or more days than are kept', async () => {
    const { org } = await open()
    for (const query of ['', 'jobId=x', `jobId=${crypto.randomUUID()}&days=91`]) {
      expect((await org.call('GET', `/api/stats/days?${query}`)).status).toBe(422)
    }
  })
})

describe('GET /api/schedules/planned', () => {
  test('200: what the schedules of jobs that are on name from now on', async () => {
    const { org } = await open()
    const hourly = await makeJob(org.call, { cronExpression: '0 * * * *' })
    await makeJob(org.call, { cronExpression: '0 * * * *' })
    await makeJob(org.call, { cronExpression: '* * * * *', enabled: false })
    const at = new Date(Math.ceil(Date.now() / hourMs) * hourMs + 5 * hourMs + 60_000)
    const once = onceJob({ scheduledAt: at.toISOString(), cronExpression: null })
    await makeJob(org.call, once)
    const from = Math.floor(Date.now() / hourMs) * hourMs
    const span = `from=${new Date(from).toISOString()}&to=${new Date(from + dayMs).toISOString()}`
    const { status, body } = await org.call('GET', `/api/schedules/planned?${span}&buckets=24`)
    expect(status).toBe(200)
    const { complete, bucketMs, buckets } = body as Planned
    expect([complete, bucketMs, buckets.length]).toEqual([true, hourMs, 24])
    const onceIn = Math.floor((at.getTime() - from) / hourMs)
    expect(buckets.map(({ count }) => count)).toEqual(
      buckets.map((_, n) => (n === 0 ? 0 : 2) + (n === onceIn ? 1 : 0)),
    )
    const ofOne = await org.call('GET', `/api/schedules/planned?${span}&buckets=1&jobId=${hourly}`)
    expect(ofOne.body.buckets[0].count).toBe(23)
    const past = await org.call('GET', '/api/schedules/planned?from=2020-01-01T00:00:00Z')
    expect(past.body.buckets.every(({ count }: { count: number }) => count === 0)).toBe(true)
  })

  test('422: a time that ends before it begins, or of years; the last there is, is answered', async () => {
    const { org } = await open()
    const bad = 'from=2027-01-02T00:00:00Z&to=2027-01-01T00:00:00Z'
    expect((await org.call('GET', `/api/schedules/planned?${bad}`)).status).toBe(422)
    await makeJob(org.call, { cronExpression: '* * * * *' })
    const last = 'from=9999-12-31T12:00:00Z'
    expect((await org.call('GET', `/api/schedules/planned?${last}`)).status).toBe(200)
    const years = 'from=2027-01-01T00:00:00Z&to=2028-01-03T00:00:00Z'
    expect((await org.call('GET', `/api/schedules/planned?${years}`)).status).toBe(422)
  })
})
