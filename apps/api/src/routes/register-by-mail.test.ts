import { users } from '@prikke/schema'
import { describe, expect, test } from 'vitest'
import { openApi } from '../../test/open-api.ts'

type Api = Awaited<ReturnType<typeof openApi>>

const password = 'a long password'
const register = (api: Api, body: object) => api.call('POST', '/api/auth/register', { body })
const verify = (api: Api, token: string | undefined) =>
  api.call('POST', '/api/auth/magic-link/verify', { body: { token } })

describe('POST /api/auth/register, where mail is set up', () => {
  test('202: says nothing of whether there is an account, and hashes no password for either', async () => {
    const api = await openApi({ mail: true })
    const { email } = await api.person()
    const answers = []
    const rows = []
    for (const to of [email, 'unknown@example.com']) {
      const { status, body, headers } = await register(api, { email: to, password })
      answers.push({ status, body, cookie: headers.get('set-cookie') })
      const [written] = await api.pool.sql`
        select (select count(*)::int from mails where recipient = ${to} and status = 'pending'
          and kind in ('confirm', 'already_registered') and id > t.id) as mails,
          (select count(*)::int from users where email = ${to} and password_hash is not null)
            as passwords
        from login_tokens t where email = ${to} order by id desc limit 1`
      rows.push(written)
    }
    expect(answers[0]).toEqual({ status: 202, body: { status: 'confirm' }, cookie: null })
    expect(answers[1]).toEqual(answers[0])
    expect(rows).toEqual([
      { mails: 1, passwords: 0 },
      { mails: 1, passwords: 0 },
    ])
  })

  test('202: nothing is made before the address is confirmed, and then what was asked for', async () => {
    const api = await openApi({ mail: true })
    const wanted = { email: 'ann@example.com', name: 'Ann', organizationName: 'Blåbær & Søn' }
    await register(api, { ...wanted, password })
    expect(await api.pool.db.select().from(users)).toEqual([])
    const login = { body: { email: wanted.email, password } }
    expect((await api.call('POST', '/api/auth/login', login)).status).toBe(401)
    const [mail] = await api.mailsTo(wanted.email)
    const { status, body } = await verify(api, mail?.token)
    expect(status).toBe(200)
    expect(body).toMatchObject({
      user: { email: wanted.email, name: 'Ann', hasPassword: false },
      organizations: [{ slug: 'blabaer-son', name: 'Blåbær & Søn', role: 'owner' }],
    })
    // Whoever registered need not be who confirmed.
    expect((await api.call('POST', '/api/auth/login', login)).status).toBe(401)
  })

  test('202: who has an account is mailed a link to it', async () => {
    const api = await openApi({ mail: true })
    const person = await api.person()
    await register(api, { email: person.email, name: 'Somebody else', password })
    const [mail] = await api.mailsTo(person.email)
    expect(mail?.kind).toBe('already_registered')
    const { body } = await verify(api, mail?.token)
    expect(body.user).toMatchObject({ id: person.user.id, name: person.email.split('@')[0] })
  })

  test('202 and 403: the first account gives the setup token, and is the first once it confirms', async () => {
    const api = await openApi({ mail: true, registration: 'closed', setupToken: 'sesame' })
    const [ann, bob] = ['ann@example.com', 'bob@example.com'] as const
    const refused = await register(api, { email: ann })
    expect([refused.status, refused.body.code]).toEqual([403, 'setup_token_invalid'])
    for (const email of [ann, bob]) {
      expect((await register(api, { email, setupToken: 'sesame' })).status).toBe(202)
    }
    // Anybody may ask for a link: without the token it makes no first account.
    await api.call('POST', '/api/auth/magic-link', { body: { email: 'eve@example.com' } })
    expect(await api.mailsTo('eve@example.com')).toEqual([])
    const tokens = await Promise.all(
      [ann, bob].map(async to => (await api.mailsTo(to))[0]?.token ?? ''),
    )
    const answers = await Promise.all(tokens.map(token => verify(api, token)))
    expect(answers.map(answer => answer.status).sort()).toEqual([200, 403])
    const first = answers.find(answer => answer.status === 200)
    expect(first?.body.user.isOperator).toBe(true)
    const late = await register(api, { email: 'carl@example.com', setupToken: 'sesame' })
    expect([late.status, late.body.code]).toEqual([403, 'registration_closed'])
  })
})

describe('the first proof of an address', () => {
  test('drops the password and the sessions that were there before it; later ones do not', async () => {
    const api = await openApi()
    const person = await api.person()
    api.services.settings.mail = true
    const link = async () => {
      await api.call('POST', '/api/auth/magic-link', { body: { email: person.email } })
      return (await api.mailsTo(person.email))[0]?.token
    }
    const login = () =>
      api.call('POST', '/api/auth/login', { body: { email: person.email, password } })
    expect((await login()).status).toBe(200)

    const proved = await verify(api, await link())
    expect(proved.body.user).toMatchObject({ id: person.user.id, hasPassword: false })
    expect((await person.call('GET', '/api/me')).status).toBe(401)
    expect((await login()).status).toBe(401)

    const token = await link()
    await api.pool.sql`update users set password_hash = 'x'`
    expect((await verify(api, token)).body.user.hasPassword).toBe(true)
  })

  test('makes void what would have given the account another address', async () => {
    const api = await openApi()
    const person = await api.person()
    const body = { email: 'eve@example.com', password }
    await person.call('POST', '/api/me/email', { body })
    const [change] = await api.mailsTo('eve@example.com')
    api.services.settings.mail = true
    await api.call('POST', '/api/auth/magic-link', { body: { email: person.email } })
    const [mail] = await api.mailsTo(person.email)
    expect((await verify(api, mail?.token)).status).toBe(200)
    const confirm = { body: { token: change?.token } }
    expect((await api.call('POST', '/api/auth/email/confirm', confirm)).status).toBe(410)
  })

  test('is none where the link stood in the log', async () => {
    const api = await openApi()
    const person = await api.person()
    await api.call('POST', '/api/auth/magic-link', { body: { email: person.email } })
    const [mail] = await api.mailsTo(person.email)
    expect((await verify(api, mail?.token)).body.user.hasPassword).toBe(true)
    expect((await person.call('GET', '/api/me')).status).toBe(200)
    const [row] = await api.pool.sql`select email_confirmed_at from users`
    expect(row?.email_confirmed_at).toBeNull()
  })
})

test('the first account owns the instance, and no later one does', async () => {
  const api = await openApi()
  const [first, second] = [await api.person(), await api.person()]
  const operators = await Promise.all(
    [first, second].map(async ({ call }) => (await call('GET', '/api/me')).body.user.isOperator),
  )
  expect(operators).toEqual([true, false])
})
