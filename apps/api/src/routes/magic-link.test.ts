import { advisoryLocks, users } from '@prikke/schema'
import { whileHeld } from '@prikke/schema/test'
import { describe, expect, test } from 'vitest'
import { appUrl, cookieOf, openApi } from '../../test/open-api.ts'

type Api = Awaited<ReturnType<typeof openApi>>

const ask = (api: Api, email: string, from?: string) =>
  api.call('POST', '/api/auth/magic-link', { body: { email }, ...(from && { from }) })
const verify = (api: Api, body: object, headers: Record<string, string> = {}) =>
  api.call('POST', '/api/auth/magic-link/verify', { body, headers })
const short = ({ status, body }: { status: number; body: { code?: string } }) => [status, body.code]

/** A code that is not this one. */
const otherThan = (code: string | undefined) => (code === '123456' ? '654321' : '123456')

describe('POST /api/auth/magic-link', () => {
  test('202: the same to an address with an account, without one, and where none may be made', async () => {
    const open = await openApi({ mail: true })
    const closed = await openApi({ mail: true, registration: 'closed' })
    const answers = []
    for (const api of [open, closed]) {
      const { email } = await api.person()
      for (const to of [email, 'unknown@example.com']) answers.push(await ask(api, to))
    }
    expect(answers.map(({ status, body }) => [status, body])).toEqual(
      Array.from({ length: 4 }, () => [202, { status: 'sent' }]),
    )
  })

  test('202: the same rows are written, and nothing is sent where nobody may sign in', async () => {
    const api = await openApi({ mail: true, registration: 'closed' })
    const { email } = await api.person()
    const before = await api.pool.sql`select from mails`
    await ask(api, email)
    await ask(api, 'unknown@example.com')
    const rows = await api.pool.sql`select recipient, status, sealed is null as "isEmpty"
      from mails order by id offset ${before.length}`
    expect(rows).toEqual([
      { recipient: email, status: 'pending', isEmpty: false },
      { recipient: 'unknown@example.com', status: 'dead', isEmpty: true },
    ])
    const tokens = await api.pool.sql`select email from login_tokens where purpose = 'sign_in'`
    expect(tokens).toHaveLength(2)
  })

  test('202: beyond three in a quarter of an hour nothing more is written', async () => {
    const api = await openApi({ mail: true })
    const { email } = await api.person()
    const before = (await api.mailsTo(email)).length
    for (let n = 0; n < 5; n++) expect((await ask(api, email)).status).toBe(202)
    expect(await api.mailsTo(email)).toHaveLength(before + 3)
  })

  test('429: beyond twenty an hour from one address, with Retry-After', async () => {
    const api = await openApi({ mail: true })
    const from = '203.0.113.9'
    for (let n = 0; n < 20; n++) await ask(api, `a${n}@example.com`, from)
    const refused = await ask(api, 'b@example.com', from)
    expect(short(refused)).toEqual([429, 'rate_limited'])
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(3_500)
    expect((await ask(api, 'b@example.com', '203.0.113.10')).status).toBe(202)
  })
})

describe('POST /api/auth/magic-link/verify', () => {
  test('200: by the link, and the session that this browser had is over', async () => {
    const api = await openApi({ mail: true })
    const person = await api.person()
    await ask(api, person.email)
    const [mail] = await api.mailsTo(person.email)
    expect(mail?.kind).toBe('sign_in')
    const headers = { cookie: person.cookie, origin: appUrl }
    const answer = await verify(api, { token: mail?.token }, headers)
    expect(answer.status).toBe(200)
    expect(answer.body).toMatchObject({
      user: { id: person.user.id, email: person.email, hasPassword: false },
      organizations: [{ id: person.organization.id, role: 'owner' }],
    })
    expect((await person.call('GET', '/api/me')).status).toBe(401)
    const me = await api.call('GET', '/api/me', { headers: { cookie: cookieOf(answer) } })
    expect(me.body).toEqual(answer.body)
  })

  test('200: by the code with the address, in any case and with a space in it', async () => {
    const api = await openApi({ mail: true })
    const { email } = await api.person()
    await ask(api, email)
    const [mail] = await api.mailsTo(email)
    const code = mail?.code?.replace(/^.../, '$& ')
    const answer = await verify(api, { email: email.toUpperCase(), code })
    expect([answer.status, answer.body.user.email]).toEqual([200, email])
    expect(short(await verify(api, { token: mail?.token }))).toEqual([410, 'link_used'])
  })

  test('200: the link makes the account, with its organization, where registration is open', async () => {
    const api = await openApi({ mail: true })
    await api.person()
    await ask(api, 'new@example.com')
    const [mail] = await api.mailsTo('new@example.com')
    expect(mail?.kind).toBe('confirm')
    expect(await api.pool.db.select().from(users)).toHaveLength(1)
    const answer = await verify(api, { token: mail?.token })
    expect(answer.body).toMatchObject({
      user: { email: 'new@example.com', name: 'new', isOperator: false },
      organizations: [{ slug: 'new', role: 'owner' }],
    })
    const cookie = cookieOf(answer)
    const channels = await api.call('GET', '/api/channels', { headers: { cookie } })
    expect(channels.body.data).toMatchObject([{ kind: 'email', address: 'new@example.com' }])
  })

  test('200: of two links for one new address each signs in to the same account', async () => {
    const api = await openApi({ mail: true })
    await ask(api, 'new@example.com')
    await ask(api, 'new@example.com')
    const mails = await api.mailsTo('new@example.com')
    const verifying = await whileHeld(
      api.pool,
      sql => sql`select pg_advisory_xact_lock(${advisoryLocks.firstAccount})`,
      () => mails.map(({ token }) => verify(api, { token })),
    )
    const answers = await Promise.all(verifying)
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    expect(answers[0]?.body).toEqual(answers[1]?.body)
  })

  test('200 once: of twenty who bring a link at the same time one gets in', async () => {
    const api = await openApi({ mail: true })
    const { email } = await api.person()
    await ask(api, email)
    const [mail] = await api.mailsTo(email)
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => verify(api, { token: mail?.token })),
    )
    const codes = answers.map(short)
    expect(codes.filter(([status]) => status === 200)).toHaveLength(1)
    expect(codes.filter(([, code]) => code === 'link_used')).toHaveLength(19)
  })

  test('405: looking at it uses nothing up', async () => {
    const api = await openApi({ mail: true })
    const { email } = await api.person()
    await ask(api, email)
    const [mail] = await api.mailsTo(email)
    for (const method of ['GET', 'HEAD', 'OPTIONS']) {
      const path = `/api/auth/magic-link/verify?token=${mail?.token}`
      expect((await api.call(method, path)).status).toBe(405)
    }
    expect((await verify(api, { token: mail?.token })).status).toBe(200)
  })

  test('410: ended, unknown, of another purpose, or void', async () => {
    const api = await openApi({ mail: true })
    const { email } = await api.person()
    await ask(api, email)
    const [mail] = await api.mailsTo(email)
    await api.pool.sql`update login_tokens set expires_at = now() where used_at is null`
    expect(short(await verify(api, { token: mail?.token }))).toEqual([410, 'link_expired'])
    expect(short(await verify(api, { token: 'x'.repeat(43) }))).toEqual([410, 'link_expired'])
    await api.call('POST', '/api/auth/password-reset', { body: { email } })
    const [reset] = await api.mailsTo(email)
    expect(short(await verify(api, { token: reset?.token }))).toEqual([410, 'link_expired'])
  })

  test('403: registration was closed meanwhile, and the link is not used up by that', async () => {
    const api = await openApi({ mail: true })
    await api.person()
    await ask(api, 'new@example.com')
    const [mail] = await api.mailsTo('new@example.com')
    api.services.settings.registration = 'closed'
    const body = { token: mail?.token }
    expect(short(await verify(api, body))).toEqual([403, 'registration_closed'])
    api.services.settings.registration = 'open'
    expect((await verify(api, body)).status).toBe(200)
  })

  test('422: a wrong code, an unknown address and a void code are told alike', async () => {
    const api = await openApi({ mail: true })
    const { email } = await api.person()
    await ask(api, email)
    const [mail] = await api.mailsTo(email)
    const wrong = otherThan(mail?.code)
    const answers = [await verify(api, { email: 'unknown@example.com', code: wrong })]
    for (let n = 0; n < 5; n++) answers.push(await verify(api, { email, code: wrong }))
    // The sixth is right, and too late. So is the link.
    answers.push(await verify(api, { email, code: mail?.code }))
    const told = answers.map(({ status, body }) => ({ status, ...body, requestId: null }))
    expect(told[0]).toMatchObject({ status: 422, code: 'code_invalid' })
    expect(told).toEqual(told.map(() => told[0]))
    expect(short(await verify(api, { token: mail?.token }))).toEqual([410, 'link_expired'])
  })

  test('422: of many wrong codes at once no more than five are judged', async () => {
    const api = await openApi({ mail: true, limitFactor: 10 })
    const { email } = await api.person()
    await ask(api, email)
    const [mail] = await api.mailsTo(email)
    const code = otherThan(mail?.code)
    await Promise.all(Array.from({ length: 30 }, () => verify(api, { email, code })))
    const [row] = await api.pool.sql`select max(wrong_code_count) as most from login_tokens`
    expect(row?.most).toBe(5)
    expect((await verify(api, { email, code: mail?.code })).status).toBe(422)
  })

  test('422: the code of a mail before the newest one', async () => {
    const api = await openApi({ mail: true })
    const { email } = await api.person()
    await ask(api, email)
    await ask(api, email)
    const [newest, older] = await api.mailsTo(email)
    if (newest?.code !== older?.code) {
      expect((await verify(api, { email, code: older?.code })).status).toBe(422)
    }
    expect((await verify(api, { email, code: newest?.code })).status).toBe(200)
    expect((await verify(api, { token: older?.token })).status).toBe(200)
  })

  test('422: neither or both', async () => {
    const api = await openApi()
    for (const [body, path] of [
      [{}, 'token'],
      [{ token: 'x', email: 'a@example.com', code: '123456' }, 'token'],
      [{ token: 'x', email: 'a@example.com' }, 'email'],
      [{ code: '123456' }, 'email'],
      [{ email: 'a@example.com', code: '12345' }, 'code'],
      [{ email: 'a@example.com', code: 'abcdef' }, 'code'],
    ] as const) {
      const answer = await verify(api, body)
      expect([body, answer.status, answer.body.errors[0].path]).toEqual([body, 422, path])
    }
  })

  test('429: twenty codes an hour from one address, or a day for one account', async () => {
    const api = await openApi({ mail: true })
    const guess = (email: string, from: string) =>
      api.call('POST', '/api/auth/magic-link/verify', { body: { email, code: '123456' }, from })
    for (let n = 0; n < 20; n++) await guess(`a${n}@example.com`, '203.0.113.9')
    expect(short(await guess('b@example.com', '203.0.113.9'))).toEqual([429, 'rate_limited'])
    for (let n = 0; n < 20; n++) await guess('c@example.com', `198.51.100.${n}`)
    const refused = await guess('c@example.com', '198.51.100.99')
    expect(short(refused)).toEqual([429, 'rate_limited'])
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(86_000)
  })
})

test('a copy of the tables signs nobody in', async () => {
  const api = await openApi({ mail: true })
  const { email } = await api.person()
  await ask(api, email)
  await api.call('POST', '/api/auth/password-reset', { body: { email } })
  const { sql } = api.pool
  const dump = JSON.stringify([
    await sql`select * from sessions`,
    await sql`select * from login_tokens`,
    await sql`select * from mails`,
  ])
  const mails = await api.mailsTo(email)
  for (const { token = '', code } of mails) {
    expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/)
    expect(dump).not.toContain(token)
    if (code !== undefined) expect(dump).not.toContain(`"${code}"`)
  }
  // Whatever stands in the dump is tried as what it might be.
  const found = new Set(dump.match(/[A-Za-z0-9_.-]{20,200}/g))
  for (const text of found) {
    const cookie = `prikke=${text}`
    expect((await api.call('GET', '/api/me', { headers: { cookie } })).status).toBe(401)
    expect((await verify(api, { token: text })).status).toBe(410)
    const body = { token: text, password: 'a long password' }
    expect((await api.call('POST', '/api/auth/password-reset/confirm', { body })).status).not.toBe(
      200,
    )
  }
})
