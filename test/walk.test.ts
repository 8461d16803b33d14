import { createDatabase } from '@prikke/schema/test'
import { type Stack, startStack, until } from '@prikke/service/test'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { alertFaults } from './alert-faults.ts'
import { type Client, signUp } from './client.ts'
import { type Arrival, startTarget, type Target } from './target.ts'

type Job = { id: string; nextRunAt: string | null; lastStatus: string | null; enabled: boolean }
type Execution = {
  id: string
  status: string
  attempt: number
  latenessMs: number
  errorCode: string | null
  responseBody: string | null
  attempts: { number: number; errorCode: string | null; timings: { totalMs: number } | null }[]
  request: { url: string; headers: Record<string, unknown> }
}
type Page<T> = { data: T[] }

/** Every process of Prikke, started once: these tests walk through all of them. */
let stack: Stack
let target: Target
let client: Client & { session: Client }
let drop: () => Promise<void>

beforeAll(async () => {
  const database = await createDatabase()
  drop = database.drop
  target = await startTarget()
  stack = await startStack(database.url)
  client = await signUp(stack.url)
})

afterAll(async () => {
  await stack.end()
  await target.close()
  await drop()
})

const make = (values: object) =>
  client.must<Job>('POST', '/api/jobs', {
    name: 'walk',
    scheduleType: 'cron',
    cronExpression: '0 0 1 1 *',
    ...values,
  })
const arrivalAt = (path: string, count = 1) =>
  until<Arrival>(
    () => target.arrivals.filter(arrival => arrival.path === path)[count - 1],
    `arrival ${count} at ${path}`,
  )
const finished = (id: string) =>
  until<Execution>(async () => {
    const execution = await client.must<Execution>('GET', `/api/executions/${id}`)
    return ['pending', 'running'].includes(execution.status) ? null : execution
  }, `execution ${id} to end`)

test('a job that is run now arrives signed, and its execution tells what was sent and answered', async () => {
  const job = await make({ url: `${target.url}/now`, method: 'POST', body: '{"hello":"you"}' })
  const { id } = await client.must<Execution>('POST', `/api/jobs/${job.id}/trigger`)
  const arrival = await arrivalAt('/now')
  expect(arrival).toMatchObject({ method: 'POST', id, jobId: job.id, attempt: 1 })

  const { secret } = await signingSecret()
  const headers = arrival.headers as Record<string, string>
  expect(new Webhook(secret).verify(arrival.body, headers)).toEqual({ hello: 'you' })

  const execution = await finished(id)
  expect(execution).toMatchObject({
    status: 'success',
    attempt: 1,
    responseBody: 'ok',
    request: { url: `${target.url}/now`, headers: { 'Prikke-Job-Id': job.id } },
  })
  expect(execution.attempts).toHaveLength(1)
  expect(execution.attempts[0]?.timings?.totalMs).toBeGreaterThan(0)
  const after = await client.must<Job>('GET', `/api/jobs/${job.id}`)
  expect(after.lastStatus).toBe('success')
})

test('a one-time job reaches its target at its instant, once, and has no next', async () => {
  const scheduledAt = new Date(Date.now() + 3_000).toISOString()
  const job = await make({
    url: `${target.url}/once`,
    scheduleType: 'once',
    cronExpression: null,
    scheduledAt,
  })
  expect(job.nextRunAt).toBe(scheduledAt)
  const arrival = await arrivalAt('/once')
  expect(arrival.scheduledFor).toBe(Date.parse(scheduledAt))
  expect(arrival.at).toBeGreaterThanOrEqual(Date.parse(scheduledAt))
  const execution = await finished(arrival.id)
  expect(execution.status).toBe('success')
  expect((await client.must<Job>('GET', `/api/jobs/${job.id}`)).nextRunAt).toBeNull()
  const all = await client.must<Page<Execution>>('GET', `/api/jobs/${job.id}/executions`)
  expect(all.data.map(each => each.id)).toEqual([arrival.id])
})

test('a failure is retried after what the target asks, and told once; so is the recovery', async () => {
  const channel = await client.must<{ id: string }>('POST', '/api/channels', {
    url: `${target.url}/hook`,
  })
  const tested = await client.must<{ status: string; statusCode: number }>(
    'POST',
    `/api/channels/${channel.id}/test`,
  )
  expect(tested).toMatchObject({ status: 'sent', statusCode: 200 })

  let failing = true
  target.answer('/flaky', (_, response) => {
    response.writeHead(failing ? 503 : 200, { 'retry-after': '1' }).end('busy <b>')
  })
  const job = await make({ url: `${target.url}/flaky`, retryAttempts: 1 })
  const first = await client.must<Execution>('POST', `/api/jobs/${job.id}/trigger`)
  const failed = await finished(first.id)
  expect(failed).toMatchObject({ status: 'failed', attempt: 2, errorCode: 'http_status' })
  expect(failed.attempts.map(attempt => attempt.number)).toEqual([1, 2])

  const told = () =>
    target.arrivals.filter(({ path }) => path === '/hook').map(({ body }) => JSON.parse(body))
  await until(
    () => told().some(alert => alert.type === 'execution.failed'),
    'the failure to be told',
  )
  failing = false
  const second = await client.must<Execution>('POST', `/api/jobs/${job.id}/trigger`)
  expect((await finished(second.id)).status).toBe('success')
  await until(() => told().some(alert => alert.type === 'job.recovered'), 'the recovery to be told')
  expect(told().map(alert => alert.type)).toEqual([
    'channel.test',
    'execution.failed',
    'job.recovered',
  ])
  expect(told()[1]).toMatchObject({
    job: { id: job.id, name: 'walk' },
    execution: { id: first.id, statusCode: 503, responseExcerpt: 'busy <b>' },
    links: { execution: `${stack.url}/executions/${first.id}` },
  })
  const description = await client.must<object>('GET', '/api/openapi.json')
  expect(told().flatMap(alert => alertFaults(description, alert))).toEqual([])
})

test('an edit, a pause and a deletion hold from the moment they are acknowledged', async () => {
  const soon = new Date(Date.now() + 2_500).toISOString()
  const job = await make({
    url: `${target.url}/edited`,
    scheduleType: 'once',
    cronExpression: null,
    scheduledAt: soon,
  })
  const later = new Date(Date.now() + 60_000).toISOString()
  await client.must('PATCH', `/api/jobs/${job.id}`, { scheduledAt: later })
  const gone = await make({
    url: `${target.url}/gone`,
    scheduleType: 'once',
    cronExpression: null,
    scheduledAt: soon,
  })
  await client.must('DELETE', `/api/jobs/${gone.id}`)
  const marker = await make({
    url: `${target.url}/marker`,
    scheduleType: 'once',
    cronExpression: null,
    scheduledAt: new Date(Date.parse(soon) + 1_000).toISOString(),
  })
  await arrivalAt('/marker')
  expect(marker.enabled).toBe(true)
  expect(target.arrivals.filter(({ path }) => ['/edited', '/gone'].includes(path))).toEqual([])
})

describe('addresses', () => {
  test.each([
    ['http://169.254.169.254/', 'url_blocked_address'],
    ['http://[::ffff:a9fe:a9fe]/', 'url_blocked_address'],
    ['http://10.0.0.1/', 'url_blocked_address'],
    ['http://metadata.google.internal/', 'url_blocked_host'],
    ['ftp://example.com/', 'url_scheme_not_allowed'],
  ])('%s is refused at save with %s', async (url, code) => {
    const answer = await client.call<{ code: string }>('POST', '/api/jobs', {
      name: 'x',
      url,
      scheduleType: 'cron',
      cronExpression: '* * * * *',
    })
    expect(answer).toMatchObject({ status: 422, body: { code } })
  })

  test('with PRIKKE_ALLOW_TARGETS empty nothing on loopback is reachable in any spelling', async () => {
    const strict = await createDatabase()
    const closed = await startStack(strict.url, { PRIKKE_ALLOW_TARGETS: '' })
    try {
      const stranger = await signUp(closed.url)
      const port = new URL(target.url).port
      const spellings = [
        '127.0.0.1',
        'localhost',
        '2130706433',
        '0x7f.1',
        '0177.0.0.1',
        '127.1',
        '0',
        '[::1]',
        '[::]',
        '[::ffff:7f00:1]',
        '[::7f00:1]',
        '①②⑦.0.0.1',
        '127.0.0.1.',
      ]
      for (const host of spellings) {
        const answer = await stranger.call<{ code: string }>('POST', '/api/jobs', {
          name: 'x',
          url: `http://${host}:${port}/`,
          scheduleType: 'cron',
          cronExpression: '* * * * *',
        })
        expect({ host, status: answer.status }).toEqual({ host, status: 422 })
        expect(answer.body.code).toMatch(/^url_blocked_(address|host)$/)
      }
    } finally {
      await closed.end()
      await strict.drop()
    }
  })
})

test.each([
  [
    '0 * * * *',
    'Australia/Lord_Howe',
    '2027-04-03T13:30:00.000Z',
    ['2027-04-03T14:00:00.000Z', '2027-04-03T15:30:00.000Z'],
  ],
  [
    '30 2 * * *',
    'Europe/Oslo',
    '2027-03-27T12:00:00.000Z',
    ['2027-03-28T01:00:00.000Z', '2027-03-29T00:30:00.000Z'],
  ],
  [
    '30 2 * * *',
    'Europe/Oslo',
    '2027-10-30T12:00:00.000Z',
    ['2027-10-31T00:30:00.000Z', '2027-11-01T01:30:00.000Z'],
  ],
])('%s in %s after %s runs as the rules say', async (cronExpression, timezone, from, expected) => {
  const preview = await client.must<{ runs: { at: string }[] }>('POST', '/api/schedules/preview', {
    cronExpression,
    timezone,
    from,
    limit: 2,
  })
  expect(preview.runs.map(run => run.at)).toEqual(expected)
})

/** The secret needs a session: a key may not read what signs its own organization's requests. */
async function signingSecret(): Promise<{ secret: string }> {
  return await client.session.must<{ secret: string }>('GET', '/api/signing-secret')
}
