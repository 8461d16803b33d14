import { knownMigrations } from '@prikke/schema'
import { describe, expect, test } from 'vitest'
import { answerSelfTests } from '../../test/answer-self-tests.ts'
import { openApi } from '../../test/open-api.ts'
import { makeJob, makePast } from '../../test/samples.ts'

type Api = Awaited<ReturnType<typeof openApi>>

const facts = {
  ...{ host: 'here', pid: 7, nodeVersion: '24.0.0', tzdata: '2026a' },
  settings: [
    { name: 'LOG_LEVEL', value: 'info', from: 'default' },
    { name: 'SECRET_KEY', value: null, from: 'file' },
  ],
}
const tick = { name: 'tick', sinceSuccessMs: 100, staleAfterMs: 15_000 }
const state = {
  ...{ isReady: true, reason: null, slots: [], memoryBytes: 1, clockSkewMs: 0, roundTripMs: 1 },
  loops: [tick],
}

const writeNode = (
  { pool: { sql } }: Api,
  app: string,
  silent = '1 second',
  own: object = {},
) => sql`
  insert into nodes (id, app, version, started_at, seen_at, facts, state)
  values (uuidv7(), ${app}, '0.1.0', now() - interval '1 hour', now() - ${silent}::interval,
    ${sql.json(facts)}, ${sql.json({ ...state, ...own })})`

async function setUp() {
  const api = await openApi({ limitFactor: 100 })
  const operator = await api.person()
  const system = async () => (await operator.call('GET', '/api/system')).body
  type Check = { name: string; level: string; says: string }
  const check = async (name: string) =>
    ((await system()).checks as Check[]).find(each => each.name === name)
  return { api, operator, system, check }
}

describe('GET /api/system', () => {
  test('tells of each process, how old its last success is, and who is gone', async () => {
    const { api, system } = await setUp()
    for (const app of ['api', 'scheduler', 'executor', 'notifier']) await writeNode(api, app)
    await writeNode(api, 'executor', '40 seconds')
    const { nodes, schedule, level } = await system()
    const told = nodes.map((node: { app: string; isGone: boolean }) => [node.app, node.isGone])
    expect(told).toEqual([
      ['api', false],
      ['executor', false],
      ['executor', true],
      ['notifier', false],
      ['scheduler', false],
    ])
    expect(nodes[0]).toMatchObject({ host: 'here', pid: 7, tzdata: '2026a', version: '0.1.0' })
    expect(nodes[0]).not.toHaveProperty('settings')
    // As it was when it was told, a second ago.
    expect(schedule.sinceTickMs).toBe(100)
    expect(level).toBe('warn')
  })

  test('takes the last tick of a scheduler that is gone for older with every second', async () => {
    const { api, system, check } = await setUp()
    await writeNode(api, 'scheduler', '40 seconds')
    const { schedule } = await system()
    expect(schedule.sinceTickMs).toBeGreaterThanOrEqual(40_100)
    expect(await check('tick')).toMatchObject({ level: 'bad' })
    expect(await check('scheduler')).toMatchObject({ level: 'bad' })
  })

  test('without processes says of each kind what does not happen, the worst first', async () => {
    const { system } = await setUp()
    const { level, checks } = await system()
    expect(level).toBe('bad')
    const levels = checks.map((check: { level: string }) => check.level)
    expect(levels.filter((each: string) => each === 'bad')).toHaveLength(5)
    expect(levels).toEqual([...levels].sort((a, b) => order.indexOf(a) - order.indexOf(b)))
  })

  test('counts what is due and not queued, and what waits for an executor', async () => {
    const { api, operator, system, check } = await setUp()
    const [late, waiting] = [await makeJob(operator.call), await makeJob(operator.call)]
    await api.pool.sql`
      update jobs set written_through = now() - interval '2 hours',
        next_run_at = now() - interval '90 seconds' where id = ${late}`
    await operator.call('POST', `/api/jobs/${waiting}/trigger`)
    await api.pool.sql`update execution_queue set ready_at = now() - interval '10 seconds'`
    const { schedule, queue } = await system()
    expect(schedule.unwritten).toBe(1)
    expect(schedule.oldestUnwrittenMs).toBeGreaterThanOrEqual(90_000)
    expect(queue).toMatchObject({ due: 1, claimed: 0, retrying: 0, replays: 0 })
    expect(queue.oldestDueMs).toBeGreaterThanOrEqual(10_000)
    expect(await check('queue')).toMatchObject({ level: 'warn' })

    await api.pool.sql`
      update execution_queue set worker = 'w', claimed_at = now(), attempt = 1,
        ready_at = now() + interval '60 seconds'`
    expect((await system()).queue).toMatchObject({ due: 0, claimed: 1 })
    await api.pool.sql`update execution_queue set worker = null, claimed_at = null`
    expect((await system()).queue).toMatchObject({ due: 0, claimed: 0, retrying: 1 })
  })

  test('measures lateness of what was due within a quarter of an hour, and of nothing older', async () => {
    const { api, operator, system } = await setUp()
    const jobId = await makeJob(operator.call)
    const past = async (minutesAgo: number) => {
      const scheduledFor = new Date(Date.now() - minutesAgo * 60_000).toISOString()
      const organizationId = operator.organization.id
      return await makePast(api.pool, { organizationId, jobId, scheduledFor })
    }
    for (const minutesAgo of [1, 2, 3, 20]) await past(minutesAgo)
    const { lateness } = await system()
    expect(lateness).toMatchObject({ p50: 250, p99: 250, sampleCount: 3 })
  })

  test('counts what waits to be told, and what was given up within a day', async () => {
    const { api, system, check } = await setUp()
    const mail = (status: string, ago: string, attempt: number) => api.pool.sql`
      insert into mails (kind, recipient, content, status, attempt, ready_at, settled_at, answer)
      values ('self_test', 'a@example.com',
        case when ${status} = 'pending' then '{"kind":"self_test","by":"a"}'::jsonb end,
        ${status}, ${attempt}, now() - ${ago}::interval,
        case when ${status} <> 'pending' then now() end, 'no')`
    await mail('pending', '2 minutes', 0)
    await mail('dead', '1 hour', 3)
    // Never to be sent: whoever asked must not learn that there is no such account.
    await mail('dead', '1 hour', 0)
    const { mails } = await system()
    expect(mails).toMatchObject({ waiting: 1, dead: 1 })
    expect(mails.oldestMs).toBeGreaterThanOrEqual(120_000)
    expect(await check('mails')).toMatchObject({ level: 'warn' })
  })
})

const order = ['bad', 'warn', 'ok']

describe('GET /api/system/database', () => {
  test('tells size, migrations, connections, days of history and the largest tables', async () => {
    const { operator } = await setUp()
    const { body } = await operator.call('GET', '/api/system/database')
    expect(body.version).toMatch(/^18/)
    expect(body.sizeBytes).toBeGreaterThan(1_000_000)
    expect(body.migrations).toEqual({ applied: knownMigrations, known: knownMigrations })
    expect(body.sessions.used).toBeGreaterThan(0)
    expect(body.sessions.used).toBeLessThanOrEqual(body.sessions.most)
    expect(body.tables).toHaveLength(10)
    const sizes = body.tables.map((table: { totalBytes: number }) => table.totalBytes)
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a))
    expect(body.history).toEqual({ days: 0, oldest: null, newest: null })
  })

  test('takes the days of a table for one, and names the first and the last', async () => {
    const { api, operator } = await setUp()
    for (const [name, from, to] of [
      ['execution_history_2026_11_20', '2026-11-20', '2026-11-21'],
      ['execution_history_2026_11_21', '2026-11-21', '2026-11-22'],
    ]) {
      await api.pool.sql.unsafe(`create table ${name} partition of execution_history
        for values from ('${from}T00:00:00Z') to ('${to}T00:00:00Z')`)
    }
    const { body } = await operator.call('GET', '/api/system/database')
    expect(body.history).toEqual({ days: 2, oldest: '2026-11-20', newest: '2026-11-21' })
    const tables = body.tables as { name: string; partitions: number }[]
    expect(tables.find(({ name }) => name === 'execution_history')?.partitions).toBe(3)
  })
})

test('GET /api/system/settings tells what each living process was started with, and no secret', async () => {
  const { api, operator } = await setUp()
  await writeNode(api, 'api')
  await writeNode(api, 'executor', '40 seconds')
  const { body } = await operator.call('GET', '/api/system/settings')
  expect(body.nodes).toHaveLength(1)
  expect(body.nodes[0]).toMatchObject({ app: 'api', settings: facts.settings })
})

describe('POST /api/system/tests/outbound', () => {
  test('says what came of calling the echo, also when nobody answers', async () => {
    const { operator } = await setUp()
    const { status, body } = await operator.call('POST', '/api/system/tests/outbound')
    expect(status).toBe(200)
    expect(body).toMatchObject({ url: 'http://localhost:4000/echo/self-test', isFine: false })
    expect(body.errorCode ?? body.statusCode).not.toBeNull()
  })

  test('is limited', async () => {
    const api = await openApi()
    const operator = await api.person()
    const call = () => operator.call('POST', '/api/system/tests/outbound')
    const answers = []
    for (let n = 0; n < 21; n++) answers.push((await call()).status)
    expect(answers).toEqual([...Array(20).fill(200), 429])
  })
})

describe('POST /api/system/tests/mail', () => {
  test('mails the operator, says what the relay said, and is an act', async () => {
    const { api, operator } = await setUp()
    answerSelfTests(api.pool)
    const { status, body } = await operator.call('POST', '/api/system/tests/mail')
    expect([status, body]).toEqual([
      200,
      {
        recipient: operator.email,
        ...{ status: 'sent', statusCode: 250, answer: '250 taken' },
        tookMs: expect.any(Number),
      },
    ])
    const acts = await api.pool.sql`
      select action, actor_name, organization_id from audit_events order by id desc limit 1`
    expect(acts[0]).toEqual({
      action: 'instance.mail_tested',
      actor_name: operator.email,
      organization_id: null,
    })
  })

  test('tells of a relay that does not take it now, though it is tried again', async () => {
    const { api, operator } = await setUp()
    const asked = operator.call('POST', '/api/system/tests/mail')
    for (let refused = 0; refused === 0; ) {
      const rows = await api.pool.sql`
        update mails set attempt = 1, status_code = 451, answer = '451 later'
        where kind = 'self_test' returning id`
      refused = rows.length
    }
    expect((await asked).body).toMatchObject({ status: 'pending', answer: '451 later' })
  })

  test('tells mail that only reached a log from mail that left', async () => {
    const { api, operator } = await setUp()
    const asked = operator.call('POST', '/api/system/tests/mail')
    for (let logged = 0; logged === 0; ) {
      const rows = await api.pool.sql`
        update mails set status = 'sent', content = null, settled_at = now(), answer = 'to the log'
        where kind = 'self_test' returning id`
      logged = rows.length
    }
    expect((await asked).body).toMatchObject({ status: 'logged', statusCode: null })
  })
})
