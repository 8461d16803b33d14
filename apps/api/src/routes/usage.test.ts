import { describe, expect, test } from 'vitest'
import { openApi } from '../../test/open-api.ts'
import { makeMember } from '../../test/people.ts'
import { makeJob, makePast } from '../../test/samples.ts'

const dayMs = 86_400_000
const monthNow = () => new Date().toISOString().slice(0, 7)
const daysAgo = (days: number) => new Date(Date.now() - days * dayMs).toISOString()

async function setUp({ planLimits = true } = {}) {
  const api = await openApi({ planLimits })
  const owner = await api.person()
  const { id } = owner.organization
  const setTier = (tier: string, call = owner.call) =>
    call('PUT', `/api/organizations/${id}/tier`, { body: { tier } })
  const usage = async (query = '') => await owner.call('GET', `/api/usage${query}`)
  const setUsed = (executions: number) => api.pool.sql`
    insert into usage_counts (organization_id, month, part, executions, over_quota, by_day)
    values (${id}, date_trunc('month', now() at time zone 'UTC'), 2, ${executions}, 3,
      array[${executions}::int] || array_fill(0, array[30]))
    on conflict (organization_id, month, part) do update set executions = excluded.executions`
  return { ...api, owner, id, setTier, usage, setUsed }
}

describe('GET /api/usage', () => {
  test('200: says what is used, by day, beside what Free allows', async () => {
    const { owner, usage } = await setUp()
    const jobId = await makeJob(owner.call, { cronExpression: '0 * * * *' })
    for (let n = 0; n < 3; n++) await owner.call('POST', `/api/jobs/${jobId}/trigger`)
    const { status, body } = await usage()
    expect(status).toBe(200)
    expect(body).toMatchObject({
      month: monthNow(),
      tier: 'free',
      limitsEnabled: true,
      executions: { used: 3, limit: 5_000, overQuota: 0 },
      jobs: { used: 1, limit: 5 },
      members: { used: 1, limit: 2 },
      shortestIntervalMinutes: 60,
      historyDays: 7,
    })
    const today = new Date().toISOString().slice(0, 10)
    expect(body.byDay.find(({ day }: { day: string }) => day === today)).toEqual({
      day: today,
      executions: 3,
    })
    expect(body.byDay.length).toBeGreaterThanOrEqual(28)
    const now = new Date()
    const end = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1)
    const hours = Math.floor((end - 1) / 3_600_000) - Math.floor(now.getTime() / 3_600_000)
    expect(Math.abs(body.forecast - 3 - hours)).toBeLessThanOrEqual(1)
  })

  test('200: without limits the same is counted, and nothing is a limit', async () => {
    const { owner, usage } = await setUp({ planLimits: false })
    const jobId = await makeJob(owner.call, { cronExpression: '* * * * *' })
    await owner.call('POST', `/api/jobs/${jobId}/trigger`)
    expect((await usage()).body).toMatchObject({
      limitsEnabled: false,
      executions: { used: 1, limit: null },
      jobs: { used: 1, limit: null },
      members: { used: 1, limit: null },
      shortestIntervalMinutes: 1,
      historyDays: 30,
    })
  })

  test('200: of the thirteen months before this one, without a forecast', async () => {
    const { pool, id, usage } = await setUp()
    const back = new Date()
    back.setUTCDate(1)
    back.setUTCMonth(back.getUTCMonth() - 13)
    const month = back.toISOString().slice(0, 7)
    await pool.sql`
      insert into usage_counts (organization_id, month, part, executions, by_day)
      values (${id}, ${`${month}-01`}::date, 0, 2, array_fill(0, array[27]) || 2 || array_fill(0, array[3])),
        (${id}, ${`${month}-01`}::date, 1, 5, array_fill(0, array[27]) || 5 || array_fill(0, array[3]))`
    const { body } = await usage(`?month=${month}`)
    expect(body).toMatchObject({ month, forecast: null, executions: { used: 7 } })
    expect(body.byDay[27]).toEqual({ day: `${month}-28`, executions: 7 })
  })

  test.each(['2020-01', '2999-01', '2026-13', '2026-1', 'now', ''])(
    '422: for the month %s',
    async month => {
      const { usage } = await setUp()
      expect((await usage(`?month=${month}`)).status).toBe(422)
    },
  )
})

describe('PUT /api/organizations/{id}/tier', () => {
  test('200: takes effect at once, and whoever runs the instance gets a mail, once', async () => {
    const { pool, owner, setTier, usage, setUsed } = await setUp()
    await setUsed(5_000)
    const jobId = await makeJob(owner.call)
    const run = () => owner.call('POST', `/api/jobs/${jobId}/trigger`)
    const refused = await run()
    expect(refused.status).toBe(402)
    expect(refused.body).toMatchObject({
      code: 'plan_limit',
      limit: 'executions',
      most: 5_000,
      used: 5_000,
      tier: 'free',
    })
    const changed = await setTier('pro')
    expect([changed.status, changed.body.tier]).toEqual([200, 'pro'])
    expect((await setTier('pro')).status).toBe(200)
    const { status, body } = await run()
    expect(status).toBe(202)
    expect((await usage()).body).toMatchObject({ tier: 'pro', executions: { limit: 250_000 } })
    const mails = await pool.sql`
      select recipient, content from mails where kind = 'tier_changed' order by id`
    expect(mails).toMatchObject([
      { recipient: owner.email, content: { tier: 'pro', by: owner.email } },
    ])
    await setTier('free')
    const replayed = await owner.call('POST', `/api/executions/${body.id}/replay`)
    expect([replayed.status, replayed.body.limit]).toEqual([402, 'executions'])
    expect(await pool.sql`select from mails where kind = 'tier_changed'`).toHaveLength(2)
  })

  test('403: is for owners', async () => {
    const api = await setUp()
    const admin = await makeMember(api, api.id, 'admin')
    expect((await api.setTier('pro', admin.call)).status).toBe(403)
  })

  test('409: where no limits hold there is nothing to upgrade', async () => {
    const { setTier } = await setUp({ planLimits: false })
    const { status, body } = await setTier('pro')
    expect([status, body.code]).toEqual([409, 'plan_limits_off'])
  })

  test('422: for a tier that there is not', async () => {
    const { setTier } = await setUp()
    expect((await setTier('gold')).status).toBe(422)
  })
})

describe('history', () => {
  test('is seven days on Free: what is older is not there, whatever has been removed yet', async () => {
    const { pool, owner, id, setTier } = await setUp()
    const jobId = await makeJob(owner.call)
    const past = (days: number) =>
      makePast(pool, { organizationId: id, jobId, scheduledFor: daysAgo(days) })
    const [old, young] = [await past(8), await past(6)]
    const span = `from=${daysAgo(20)}`
    const seen = async () => {
      const lists = [`/api/executions?${span}`, '/api/executions', `/api/jobs/${jobId}/executions`]
      const found = []
      for (const list of lists) found.push((await owner.call('GET', list)).body.data.length)
      const stats = await owner.call('GET', `/api/stats?${span}`)
      const [one, again] = [
        await owner.call('GET', `/api/executions/${old}`),
        await owner.call('POST', `/api/executions/${old}/replay`),
      ]
      return [...found, stats.body.counts.success, one.status, again.status]
    }
    expect(await seen()).toEqual([1, 1, 1, 1, 404, 404])
    expect((await owner.call('GET', `/api/executions/${young}`)).status).toBe(200)
    await setTier('pro')
    expect(await seen()).toEqual([2, 2, 2, 2, 200, 202])
  })

  test('is whole where no limits hold', async () => {
    const { pool, owner, id } = await setUp({ planLimits: false })
    const jobId = await makeJob(owner.call)
    const old = await makePast(pool, { organizationId: id, jobId, scheduledFor: daysAgo(8) })
    expect((await owner.call('GET', `/api/executions/${old}`)).status).toBe(200)
  })
})

describe('requests', () => {
  test('429: of a key are counted, told on every answer; another key has its own', async () => {
    const api = await openApi({ planLimits: true, limitFactor: 0.001 })
    const [one, other] = [await api.organization(), await api.organization()]
    const asked = await Promise.all(
      Array.from({ length: 12 }, () => one.call('GET', '/api/jobs/x')),
    )
    for (const { headers } of asked) expect(headers.get('ratelimit-limit')).toBe('1')
    const refused = asked.filter(({ status }) => status === 429)
    // A window may end in between.
    expect(refused.length).toBeGreaterThanOrEqual(10)
    expect(refused[0]?.body.code).toBe('rate_limited')
    expect((await other.call('GET', '/api/jobs')).status).toBe(200)
    expect((await api.call('GET', '/api/instance')).headers.get('ratelimit-limit')).toBeNull()
  })
})

test('429: tests of channels are limited, with limits and without', async () => {
  const { owner, id, services } = await setUp({ planLimits: false })
  for (let n = 0; n < 20; n++) await services.limits.take(['channel_test', id])
  const [channel] = (await owner.call('GET', '/api/channels')).body.data
  const { status, headers } = await owner.call('POST', `/api/channels/${channel.id}/test`)
  expect([status, headers.get('ratelimit-remaining')]).toEqual([429, '0'])
})
