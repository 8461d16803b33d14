import { organizations } from '@prikke/schema'
import { whileHeld } from '@prikke/schema/test'
import { eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { type Answer, openApi } from '../../test/open-api.ts'
import { cronJob, makeJob, onceJob } from '../../test/samples.ts'

async function setUp({ planLimits = true } = {}) {
  const api = await openApi({ planLimits })
  const organization = await api.organization()
  const setTier = (tier: 'free' | 'pro') =>
    api.pool.db.update(organizations).set({ tier }).where(eq(organizations.id, organization.id))
  const make = (more = {}) => organization.call('POST', '/api/jobs', { body: cronJob(more) })
  const sync = (jobs: object[], more = '', prune = false) =>
    organization.call('PUT', `/api/sync${more}`, { body: { jobs, prune } })
  const keyed = (count: number, from = 0) =>
    Array.from({ length: count }, (_, n) => cronJob({ key: `k${n + from}` }))
  const count = async () =>
    (await api.pool.sql`select from jobs where organization_id = ${organization.id}`).length
  return { ...api, organization, setTier, make, sync, keyed, count }
}

const refusal = ({ status, body }: Answer) => [status, body.code, body.limit]
const overJobs = [402, 'plan_limit', 'jobs']
const overInterval = [402, 'plan_limit', 'interval']

describe('jobs on Free', () => {
  test('are five: a sixth is refused, with the limit, and may be made when another goes', async () => {
    const { organization, make, count } = await setUp()
    const ids = []
    for (let n = 0; n < 5; n++) ids.push(await makeJob(organization.call))
    const refused = await make()
    expect([refused.status, refused.headers.get('content-type')]).toEqual([
      402,
      'application/problem+json',
    ])
    expect(refused.body).toMatchObject({
      code: 'plan_limit',
      limit: 'jobs',
      most: 5,
      used: 5,
      tier: 'free',
      title: 'Payment Required',
    })
    // One that is off, or has run, may be switched on at any time.
    await organization.call('PATCH', `/api/jobs/${ids[0]}`, { body: { enabled: false } })
    expect(refusal(await make({ enabled: false }))).toEqual(overJobs)
    await organization.call('DELETE', `/api/jobs/${ids[0]}`)
    expect((await make()).status).toBe(201)
    expect(await count()).toBe(5)
  })

  test('are five, however many are made at once', async () => {
    const { pool, organization, make, sync, keyed, count } = await setUp()
    for (let n = 0; n < 4; n++) await make()
    const answers = await whileHeld(
      pool,
      sql => sql`select from organizations for no key update`,
      () => [...Array.from({ length: 4 }, () => make()), sync(keyed(1)), sync(keyed(1, 1))],
    )
    const statuses = (await Promise.all(answers)).map(({ status }) => status)
    expect(statuses.filter(status => status < 300)).toHaveLength(1)
    expect(statuses.filter(status => status === 402)).toHaveLength(5)
    expect(await count()).toBe(5)
    expect(organization.id).toBeDefined()
  })

  test('are five by sync too, all or nothing, and what goes makes room', async () => {
    const { sync, keyed, make, count } = await setUp()
    expect(refusal(await sync(keyed(6)))).toEqual(overJobs)
    expect(await count()).toBe(0)
    expect((await sync(keyed(5))).status).toBe(200)
    expect(refusal(await sync(keyed(1, 5)))).toEqual(overJobs)
    expect((await sync(keyed(5, 3), '', true)).body).toMatchObject({
      created: ['k5', 'k6', 'k7'],
      deleted: ['k0', 'k1', 'k2'],
    })
    expect(refusal(await make())).toEqual(overJobs)
    expect(await count()).toBe(5)
  })

  test('are refused by a rehearsal as by the sync', async () => {
    const { sync, keyed, count } = await setUp()
    expect(refusal(await sync(keyed(6), '?dryRun=true'))).toEqual(overJobs)
    expect((await sync(keyed(5), '?dryRun=true')).status).toBe(200)
    expect(await count()).toBe(0)
  })

  test('that were made on Pro stay and can be edited; none is added', async () => {
    const { organization, setTier, make, count } = await setUp()
    await setTier('pro')
    for (let n = 0; n < 8; n++)
      expect((await make({ cronExpression: '* * * * *' })).status).toBe(201)
    await setTier('free')
    expect(refusal(await make())).toEqual(overJobs)
    const [first] = (await organization.call('GET', '/api/jobs')).body.data
    const edit = (body: object) => organization.call('PATCH', `/api/jobs/${first.id}`, { body })
    expect((await edit({ name: 'Renamed' })).status).toBe(200)
    expect(refusal(await edit({ cronExpression: '*/2 * * * *' }))).toEqual(overInterval)
    expect((await edit({ enabled: false })).status).toBe(200)
    expect(refusal(await edit({ enabled: true }))).toEqual(overInterval)
    expect((await edit({ enabled: true, cronExpression: '@hourly' })).status).toBe(200)
    expect(await count()).toBe(8)
  })

  test.each([
    ['* * * * *', 1],
    ['*/59 * * * *', 1],
    ['0,5 * * * *', 5],
    ['0-1 3 * * *', 1],
    ['59,0 0,1 * * *', 1],
  ])('run hourly at most: %s has runs %i minutes apart', async (cronExpression, used) => {
    const { make, sync, organization, count } = await setUp()
    const refused = await make({ cronExpression })
    expect(refusal(refused)).toEqual(overInterval)
    expect(refused.body).toMatchObject({ most: 60, used })
    const synced = await sync([cronJob({ key: 'a' }), cronJob({ key: 'b', cronExpression })])
    expect(refusal(synced)).toEqual(overInterval)
    expect(await count()).toBe(0)
    const id = await makeJob(organization.call)
    const patched = await organization.call('PATCH', `/api/jobs/${id}`, {
      body: { cronExpression },
    })
    expect(refusal(patched)).toEqual(overInterval)
  })

  test.each([['@hourly'], ['17 * * * *'], ['0 */2 * * *'], ['30 0,23 * * *']])(
    'may run as often as %s',
    async cronExpression => {
      const { make } = await setUp()
      expect((await make({ cronExpression })).status).toBe(201)
    },
  )

  test('may run once, at any time', async () => {
    const { organization } = await setUp()
    const { status } = await organization.call('POST', '/api/jobs', { body: onceJob() })
    expect(status).toBe(201)
  })
})

test('a sync and the deletion of its organization wait for one another in one order', async () => {
  const { pool, person } = await setUp()
  const { call, organization } = await person()
  const sync = (key: string, prune = false) =>
    call('PUT', '/api/sync', { body: { jobs: [cronJob({ key })], prune } })
  await sync('a')
  const { name } = (await call('GET', `/api/organizations/${organization.id}`)).body
  const isWaiting = async () =>
    (await pool.sql`select from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`.then(rows => rows.length)) >
    0
  const answers = await whileHeld(
    pool,
    sql => sql`select from organizations for no key update`,
    () => [
      call('DELETE', `/api/organizations/${organization.id}`, { body: { confirm: name } }),
      expect
        .poll(isWaiting, { timeout: 5_000 })
        .toBe(true)
        .then(() => sync('b', true)),
    ],
  )
  const statuses = (await Promise.all(answers)).map(({ status }) => status)
  expect(statuses.filter(status => status >= 500)).toEqual([])
})

test('where no limits hold there are none, whatever the tier', async () => {
  const { sync, make } = await setUp({ planLimits: false })
  const jobs = Array.from({ length: 30 }, (_, n) =>
    cronJob({ key: `k${n}`, cronExpression: '* * * * *' }),
  )
  expect((await sync(jobs)).status).toBe(200)
  const made = await make()
  expect(made.status).toBe(201)
  expect(made.headers.get('ratelimit-limit')).toBeNull()
})
