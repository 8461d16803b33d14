import { randomBytes } from 'node:crypto'
import { connect } from '@prikke/schema'
import { createDatabase } from '@prikke/schema/test'
import { type Stack, startStack, until } from '@prikke/service/test'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openMailSink } from './mail-sink.ts'
import { startTarget, type Target } from './target.ts'

type Answered = { what: string; text: string; mayShow: readonly string[] }
type Asked = { body?: unknown; text?: string; headers?: Record<string, string>; shows?: string[] }
type Parsed = ReturnType<typeof JSON.parse>

/** Everything that is secret, by what it is; what Prikke makes itself joins when it is known. */
const canaries = new Map<string, string>()
const plant = (name: string, value = `canary-${name}-${randomBytes(12).toString('hex')}`) => {
  expect(value.length).toBeGreaterThan(20)
  canaries.set(name, value)
  return value
}

let stack: Stack
let target: Target
let sink: Awaited<ReturnType<typeof openMailSink>>
let database: Awaited<ReturnType<typeof createDatabase>>
const answers: Answered[] = []
let caller: Record<string, string> = {}

/** Asks as whoever `caller` is, and keeps the answer to be looked through. */
async function ask(method: string, path: string, asked: Asked = {}): Promise<Parsed> {
  const { body, text = body === undefined ? undefined : JSON.stringify(body) } = asked
  const answer = await fetch(`${stack.url}${path}`, {
    method,
    headers: {
      origin: stack.url,
      ...(text !== undefined && { 'content-type': 'application/json' }),
      ...caller,
      ...asked.headers,
    },
    ...(text !== undefined && { body: text }),
  })
  const said = await answer.text()
  const cookie = answer.headers.getSetCookie()[0]?.split(';')[0]
  const headers = [...answer.headers].filter(([name]) => name !== 'set-cookie')
  const what = `${method} ${path} ${answer.status}`
  answers.push({ what, text: `${said} ${JSON.stringify(headers)}`, mayShow: asked.shows ?? [] })
  return { status: answer.status, cookie, body: /^[{[]/.test(said) ? JSON.parse(said) : {} }
}

const mailTo = async (address: string, count: number) => {
  const mail = await until(
    () => sink.received.filter(({ to }) => to[0] === address)[count - 1],
    `mail ${count} to ${address}`,
  )
  return /#token=([\w-]+)/.exec(mail.raw.replaceAll('=\r\n', '').replaceAll('=3D', '='))?.[1] ?? ''
}

beforeAll(async () => {
  database = await createDatabase()
  target = await startTarget()
  sink = await openMailSink(plant('smtp-password'))
  stack = await startStack(database.url, {
    LOG_LEVEL: 'trace',
    SECRET_KEY: plant('secret-key', randomBytes(32).toString('base64')),
    SETUP_TOKEN: plant('setup-token'),
    METRICS_TOKEN: plant('metrics-token'),
    SMTP_URL: sink.url,
  })
})
afterAll(async () => {
  await stack?.end()
  await sink?.close()
  await target?.close()
  await database?.drop()
})

/** Opens the first account, by mail and then by password, as a browser does. */
async function signIn(email: string) {
  const setupToken = canaries.get('setup-token')
  await ask('POST', '/api/auth/register', { body: { email, setupToken: 'canary-that-is-wrong' } })
  await ask('POST', '/api/auth/register', { body: { email, setupToken } })
  const confirm = plant('confirm-token', await mailTo(email, 1))
  const first = await ask('POST', '/api/auth/magic-link/verify', { body: { token: confirm } })
  plant('first-session', first.cookie.split('=')[1])
  await ask('POST', '/api/auth/magic-link/verify', { body: { token: confirm } })
  await ask('POST', '/api/auth/password-reset', { body: { email } })
  const token = plant('reset-token', await mailTo(email, 2))
  const password = plant('password')
  await ask('POST', '/api/auth/password-reset/confirm', { body: { token, password } })
  const wrong = plant('wrong-password')
  await ask('POST', '/api/auth/login', { body: { email, password: wrong } })
  await ask('POST', '/api/auth/login', { text: `{"email":"${email}","password":"${password}"` })
  await ask('POST', '/api/auth/magic-link', { body: { email } })
  plant('link-token', await mailTo(email, 3))
  const { cookie } = await ask('POST', '/api/auth/login', { body: { email, password } })
  plant('session', cookie.split('=')[1])
  caller = { cookie }
}

async function takeSecrets() {
  const signing = (shows: string[] = []) => ({ shows })
  const { secret } = (await ask('GET', '/api/signing-secret', signing(['signing-secret']))).body
  plant('signing-secret', secret)
  const rotated = await ask('POST', '/api/signing-secret/rotate', {
    body: { overlapHours: 1 },
    shows: ['signing-secret-2'],
  })
  plant('signing-secret-2', rotated.body.secret)
  const { key, id } = (await ask('POST', '/api/keys', { body: { name: 'k' }, shows: ['key'] })).body
  plant('key', key.split('.')[1])
  await ask('POST', `/api/keys/${id}/rotate`, { body: {} })
  await ask('POST', '/api/invites', { body: { email: 'bob@example.com', role: 'member' } })
  plant('invite-token', await mailTo('bob@example.com', 1))
  return key as string
}

const finished = (id: string) =>
  until(async () => {
    const { body } = await ask('GET', `/api/executions/${id}`)
    return ['pending', 'running'].includes(body.status) ? null : body
  }, `execution ${id} to end`)

/** A job with secrets in its headers; run once, and seen through to its end. */
async function runJob(url: string, rest: object = {}) {
  const headers = {
    Authorization: `Bearer ${canaries.get('authorization')}`,
    'X-Quiet': { value: canaries.get('quiet-header'), secret: true },
    'X-Team': 'ops',
  }
  const fields = { name: 'canary', url, method: 'POST', body: 'hello', timeoutMs: 1_000, ...rest }
  const cron = { scheduleType: 'cron', cronExpression: '0 0 1 1 *' }
  const made = await ask('POST', '/api/jobs', { body: { ...fields, ...cron, headers } })
  expect(made.status).toBe(201)
  const run = await ask('POST', `/api/jobs/${made.body.id}/trigger`)
  return { id: made.body.id as string, execution: await finished(run.body.id) }
}

/** Answers with all that was sent, as targets do that help to debug. */
function repeatEverything(path: string, status: number) {
  target.answer(path, (arrival, response) => {
    const sent = String(arrival.headers.authorization)
    response.writeHead(status, { 'x-sent': sent, 'retry-after': '0' })
    response.end(JSON.stringify({ headers: arrival.headers, raw: sent, url: arrival.path }))
  })
}

async function runJobs() {
  plant('authorization')
  plant('quiet-header')
  for (const [path, status] of [
    ['/success', 200],
    ['/failure', 500],
    ['/moved', 302],
  ] as const) {
    repeatEverything(path, status)
  }
  target.answer('/silence', () => {})
  const success = await runJob(`${target.url}/success`)
  const own = await runJob(`${stack.url}/echo`)
  const statuses = [success, own].map(({ execution }) => execution.status)
  expect(statuses).toEqual(['success', 'success'])
  expect(success.execution.responseBody).toContain('[secret]')
  expect(own.execution.responseBody).toContain('[secret]')
  expect((await runJob(`${target.url}/failure`, { retryAttempts: 1 })).execution).toMatchObject({
    status: 'failed',
    attempt: 2,
  })
  expect((await runJob(`${target.url}/moved`)).execution.status).toBe('failed')
  expect((await runJob(`${target.url}/silence`)).execution.status).toBe('timeout')
  expect((await runJob('http://127.0.0.1:9/')).execution.errorCode).toBe('connect_failed')
  await ask('POST', `/api/executions/${success.execution.id}/replay`)
  const edited = await ask('POST', `/api/executions/${success.execution.id}/replay`, {
    body: {
      url: `${target.url}/success?edited`,
      headers: { Authorization: { secret: true }, 'X-Own': { value: plant('own'), secret: true } },
    },
  })
  const sent = await finished(edited.body.id)
  expect(sent).toMatchObject({ status: 'success', edited: true })
  expect(sent.request.headers).toMatchObject({ Authorization: { secret: true } })
  const path = `/api/jobs/${success.id}`
  await ask('PATCH', path, { body: { name: 'changed', headers: { 'X-Quiet': { secret: true } } } })
  const bad = `${canaries.get('authorization')}\r\n`
  await ask('PATCH', path, { body: { headers: { Authorization: bad } } })
  await ask('PATCH', path, { body: { headers: { 'bad name': canaries.get('quiet-header') } } })
  const synced = {
    key: 'a',
    name: 'a',
    url: target.url,
    scheduleType: 'cron',
    cronExpression: '@daily',
  }
  const headers = { Authorization: canaries.get('authorization') }
  await ask('PUT', '/api/sync', { body: { jobs: [{ ...synced, headers }] } })
  await ask('PUT', '/api/sync', {
    body: { jobs: [{ ...synced, headers, url: 'http://10.0.0.1' }] },
  })
}

const hookPath = (name: string) => `/hook/${plant(name)}?token=${plant(`${name}-token`)}`

async function makeChannels() {
  const [told, refusing] = [hookPath('hook'), hookPath('refusing-hook')]
  target.answer(refusing, ({ path }, response) => {
    response.writeHead(404).end(`Cannot POST ${path}, or ${target.url}${path}`)
  })
  for (const path of [told, refusing]) {
    const { body } = await ask('POST', '/api/channels', { body: { url: target.url + path } })
    expect((await ask('POST', `/api/channels/${body.id}/test`)).status).toBe(200)
    await ask('POST', '/api/channels', { body: { url: target.url + path } })
    await ask('PATCH', `/api/channels/${body.id}`, { body: { name: 'renamed' } })
  }
  await ask('POST', '/api/channels', { body: { url: `ftp://example.com${told}` } })
  await ask('POST', '/api/channels', { body: { url: `http://10.0.0.1${told}` } })
  return told
}

async function askAmiss(key: string) {
  const own = caller
  for (const headers of [
    { authorization: `Bearer ${key}x` },
    { authorization: `Bearer ${key.split('.')[0]}.sk_live_${plant('wrong-key')}` },
    { cookie: `prikke=${plant('wrong-session')}` },
    { authorization: `Basic ${Buffer.from(plant('basic')).toString('base64')}` },
  ]) {
    caller = {}
    expect((await ask('GET', '/api/jobs', { headers })).status).toBe(401)
  }
  const token = plant('wrong-token')
  await ask('POST', '/api/auth/magic-link/verify', { body: { token } })
  await ask('POST', '/api/auth/password-reset/confirm', { body: { token, password: 'a long one' } })
  await ask('GET', `/api/jobs?q=${token}&limit=x`)
  await ask('GET', `/nowhere?token=${token}`)
  caller = own
  await ask('POST', `/api/invites/${token}/accept`)
}

async function lookEverywhere() {
  const lists = ['jobs', 'executions', 'channels', 'alerts', 'keys', 'members', 'invites', 'me']
  for (const path of [...lists, 'sessions', 'stats', 'instance', 'organizations']) {
    await ask('GET', `/api/${path}`)
  }
  const { body } = await ask('GET', '/api/jobs')
  for (const { id } of body.data) await ask('GET', `/api/jobs/${id}`)
}

/** Every row of every table as text, as a dump has it; what is kept as bytes also as text. */
async function dump(): Promise<string> {
  const pool = connect(database.url, { applicationName: 'canary', max: 1 })
  try {
    const tables = await pool.sql<{ name: string }[]>`
      select table_name as name from information_schema.tables where table_schema = 'public'`
    const parts: string[] = []
    for (const { name } of tables) {
      const rows = await pool.sql<{ row: string }[]>`
        select t::text as row from ${pool.sql(name)} t`
      parts.push(...rows.map(({ row }) => `${name}: ${row}`))
    }
    const bytes = parts.flatMap(row => row.match(/(?<=\\x)[0-9a-f]+/g) ?? [])
    return [...parts, ...bytes.map(hex => Buffer.from(hex, 'hex').toString('latin1'))].join('\n')
  } finally {
    await pool.close()
  }
}

/** Which canaries stand in a text, but for those that it is there to show. */
const foundIn = (text: string, mayShow: readonly string[] = []) =>
  [...canaries]
    .filter(([name]) => !mayShow.includes(name))
    .filter(([, value]) => text.includes(value))
    .map(([name]) => name)

test('no secret is in a log, an answer, an alert, a metric or any row, whatever happens', async () => {
  await signIn('ada@example.com')
  const key = await takeSecrets()
  const told = await makeChannels()
  await runJobs()
  await askAmiss(key)
  const settled = await until(async () => {
    const { body } = await ask('GET', '/api/alerts?limit=100')
    const isOver = body.data.every(({ status }: Parsed) => status !== 'pending')
    return isOver && body.data.length >= 8 ? (body.data as Parsed[]) : null
  }, 'every alert to be told or dead')
  await lookEverywhere()

  // All of them were where they belong: otherwise finding them nowhere would say nothing.
  const arrived = target.arrivals.find(({ path }) => path === '/success')
  expect(arrived?.headers.authorization).toBe(`Bearer ${canaries.get('authorization')}`)
  expect(arrived?.headers['x-quiet']).toBe(canaries.get('quiet-header'))
  const edited = target.arrivals.find(({ path }) => path === '/success?edited')
  expect(edited?.headers).toMatchObject({
    authorization: `Bearer ${canaries.get('authorization')}`,
    'x-own': canaries.get('own'),
  })
  const alerts = target.arrivals.filter(({ path }) => path === told)
  expect(alerts.length).toBeGreaterThan(3)
  expect(settled.some(({ answer }) => /^Cannot POST \[secret\]/.test(answer))).toBe(true)
  const toOwner = sink.received.filter(({ raw }) => !raw.includes('#token'))
  expect(toOwner.length).toBeGreaterThan(3)

  for (const { what, text, mayShow } of answers) {
    expect({ what, found: foundIn(text, mayShow) }).toEqual({ what, found: [] })
  }
  for (const { body } of alerts) expect(foundIn(body)).toEqual([])
  for (const { raw } of toOwner) expect(foundIn(raw.replaceAll('=\r\n', ''))).toEqual([])
  for (const { name, log, healthUrl } of Object.values(stack.apps)) {
    expect({ name, lines: log.filter(line => foundIn(JSON.stringify(line)).length > 0) }).toEqual({
      name,
      lines: [],
    })
    const authorization = `Bearer ${canaries.get('metrics-token')}`
    const metrics = await fetch(`${healthUrl}/metrics`, { headers: { authorization } })
    expect([metrics.status, foundIn(await metrics.text())]).toEqual([200, []])
  }
  const rows = await dump()
  expect(rows).toContain('ada@example.com')
  expect(rows).toContain('[secret]')
  expect(foundIn(rows)).toEqual([])
})
