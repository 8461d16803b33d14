import { createDatabase } from '@prikke/schema/test'
import { type Stack, startStack, until } from '@prikke/service/test'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { openMailSink } from './mail-sink.ts'

type Answer = { status: number; body: Record<string, never>; cookie: string }

/** As a browser asks, with its cookie when it has one. */
async function ask(stack: Stack, method: string, path: string, body?: object, cookie = '') {
  const answer = await fetch(`${stack.url}${path}`, {
    method,
    headers: {
      origin: stack.url,
      ...(cookie !== '' && { cookie }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  return {
    status: answer.status,
    body: text === '' ? {} : JSON.parse(text),
    cookie: answer.headers.getSetCookie()[0]?.split(';')[0] ?? '',
  } satisfies Answer
}

/** The link and the code in a mail, as a person finds them; the relay breaks long lines with `=`. */
function partsOf(raw: string): { path: string; token: string; code: string | undefined } {
  const text = raw.replaceAll('=\r\n', '').replaceAll('=3D', '=')
  const [, path = '', token = ''] = /https?:\/\/[^/]+(\/[a-z-]+)#token=([\w-]+)/.exec(text) ?? []
  return { path, token, code: /asked for it: (\d{6})/.exec(text)?.[1] }
}

describe('with a relay', () => {
  let stack: Stack
  let sink: Awaited<ReturnType<typeof openMailSink>>
  let drop: () => Promise<void>

  beforeAll(async () => {
    const database = await createDatabase()
    drop = database.drop
    sink = await openMailSink()
    stack = await startStack(database.url, { SMTP_URL: sink.url })
  })
  afterAll(async () => {
    await stack?.end()
    await sink?.close()
    await drop?.()
  })

  const mailTo = (address: string, count = 1) =>
    until(() => sink.received.filter(({ to }) => to[0] === address)[count - 1], `mail ${count}`)

  test('an account is opened by mail, signed in to by code, and its address and password change by mail', async () => {
    const email = 'ada@example.com'
    expect((await ask(stack, 'GET', '/api/instance')).body).toMatchObject({ mail: true })
    const registered = await ask(stack, 'POST', '/api/auth/register', { email })
    expect(registered).toEqual({ status: 202, body: { status: 'confirm' }, cookie: '' })
    const confirm = partsOf((await mailTo(email)).raw)
    expect(confirm.path).toBe('/link')
    const verify = '/api/auth/magic-link/verify'
    const first = await ask(stack, 'POST', verify, { token: confirm.token })
    expect([first.status, first.body.user]).toMatchObject([200, { email, isOperator: true }])

    expect((await ask(stack, 'POST', '/api/auth/magic-link', { email })).status).toBe(202)
    const { code } = partsOf((await mailTo(email, 2)).raw)
    expect((await ask(stack, 'POST', verify, { email, code })).status).toBe(200)

    const moved = 'ada@elsewhere.example'
    const wanted = { email: moved }
    expect((await ask(stack, 'POST', '/api/me/email', wanted, first.cookie)).status).toBe(202)
    const change = partsOf((await mailTo(moved)).raw)
    expect(change.path).toBe('/confirm-email')
    const confirmed = await ask(stack, 'POST', '/api/auth/email/confirm', { token: change.token })
    expect(confirmed.body).toEqual({ email: moved })
    expect((await mailTo(email, 3)).raw).toContain(`now belongs to ${moved}`)

    await ask(stack, 'POST', '/api/auth/password-reset', { email: moved })
    const reset = partsOf((await mailTo(moved, 2)).raw)
    expect(reset.path).toBe('/reset-password')
    const body = { token: reset.token, password: 'a long password' }
    expect((await ask(stack, 'POST', '/api/auth/password-reset/confirm', body)).status).toBe(200)
    expect((await ask(stack, 'GET', '/api/me', undefined, first.cookie)).status).toBe(401)
    const login = { email: moved, password: body.password }
    expect((await ask(stack, 'POST', '/api/auth/login', login)).status).toBe(200)
  })

  test('nothing that signs in stands in any log', async () => {
    const tokens = sink.received.map(({ raw }) => partsOf(raw).token).filter(Boolean)
    expect(tokens.length).toBeGreaterThan(0)
    const logs = JSON.stringify(Object.values(stack.apps).map(({ log }) => log))
    for (const token of tokens) expect(logs).not.toContain(token)
  })
})

test('without a relay an account is made at once, and the link to sign in stands in the notifier’s log', async () => {
  const database = await createDatabase()
  onTestFinished(database.drop)
  const stack = await startStack(database.url)
  onTestFinished(() => stack.end())
  const email = 'ada@example.com'
  expect((await ask(stack, 'GET', '/api/instance')).body).toMatchObject({ mail: false })
  const account = { email, password: 'a long password' }
  expect((await ask(stack, 'POST', '/api/auth/register', account)).status).toBe(201)
  expect((await ask(stack, 'POST', '/api/auth/magic-link', { email })).status).toBe(202)
  const line = await until(
    () => stack.apps.notifier.log.find(({ msg }) => msg === 'mail'),
    'the mail in the log',
  )
  expect(line).toMatchObject({ to: email })
  const token = String(line.link).split('#token=')[1]
  const answer = await ask(stack, 'POST', '/api/auth/magic-link/verify', { token })
  expect(answer.status).toBe(200)
})
