import { describe, expect, test } from 'vitest'
import { cookieOf, openApi } from '../../test/open-api.ts'

type Api = Awaited<ReturnType<typeof openApi>>

const ask = (api: Api, email: string) =>
  api.call('POST', '/api/auth/password-reset', { body: { email } })
const confirm = (api: Api, token: string | undefined, password: string) =>
  api.call('POST', '/api/auth/password-reset/confirm', { body: { token, password } })
const login = (api: Api, email: string, password: string) =>
  api.call('POST', '/api/auth/login', { body: { email, password } })
const chosen = 'another long password'

describe('POST /api/auth/password-reset', () => {
  test('202: the same for a known and an unknown address, and nothing leaves for that', async () => {
    const api = await openApi({ mail: true })
    const { email } = await api.person()
    const answers = [await ask(api, email), await ask(api, 'unknown@example.com')]
    expect(answers.map(({ status, body }) => [status, body])).toEqual([
      [202, { status: 'sent' }],
      [202, { status: 'sent' }],
    ])
    expect((await api.mailsTo(email))[0]?.kind).toBe('reset_password')
    expect(await api.mailsTo('unknown@example.com')).toEqual([])
    const rows = await api.pool.sql`select from mails where kind = 'reset_password'`
    expect(rows).toHaveLength(2)
  })

  test('429: beyond twenty an hour from one address', async () => {
    const api = await openApi({ mail: true })
    for (let n = 0; n < 20; n++) await ask(api, `a${n}@example.com`)
    const { status, body, headers } = await ask(api, 'b@example.com')
    expect([status, body.code]).toEqual([429, 'rate_limited'])
    expect(headers.get('retry-after')).toMatch(/^\d+$/)
  })
})

describe('POST /api/auth/password-reset/confirm', () => {
  test('200: the new password holds, every session before it is over, and other links are void', async () => {
    const api = await openApi()
    const person = await api.person()
    await api.call('POST', '/api/auth/magic-link', { body: { email: person.email } })
    await ask(api, person.email)
    const [reset, link] = await api.mailsTo(person.email)
    const answer = await confirm(api, reset?.token, chosen)
    expect(answer.status).toBe(200)
    expect(answer.body.user).toMatchObject({ id: person.user.id, hasPassword: true })
    expect((await person.call('GET', '/api/me')).status).toBe(401)
    const cookie = cookieOf(answer)
    expect((await api.call('GET', '/api/me', { headers: { cookie } })).status).toBe(200)
    expect((await login(api, person.email, 'a long password')).status).toBe(401)
    expect((await login(api, person.email, chosen)).status).toBe(200)
    const body = { token: link?.token }
    expect((await api.call('POST', '/api/auth/magic-link/verify', { body })).status).toBe(410)
  })

  test('200: it confirms the address too', async () => {
    const api = await openApi()
    const { email } = await api.person()
    api.services.settings.mail = true
    await ask(api, email)
    const [reset] = await api.mailsTo(email)
    await confirm(api, reset?.token, chosen)
    const [row] = await api.pool.sql`select email_confirmed_at from users`
    expect(row?.email_confirmed_at).not.toBeNull()
  })

  test('410: used, unknown, or made to sign in with', async () => {
    const api = await openApi({ mail: true })
    const { email } = await api.person()
    await ask(api, email)
    const [reset] = await api.mailsTo(email)
    expect((await confirm(api, reset?.token, chosen)).status).toBe(200)
    const used = await confirm(api, reset?.token, chosen)
    expect([used.status, used.body.code]).toEqual([410, 'link_used'])
    await api.call('POST', '/api/auth/magic-link', { body: { email } })
    const [link] = await api.mailsTo(email)
    for (const token of ['x', link?.token]) {
      const { status, body } = await confirm(api, token, chosen)
      expect([status, body.code]).toEqual([410, 'link_expired'])
    }
  })

  test('422: too short a password, and the link is good still', async () => {
    const api = await openApi({ mail: true })
    const { email } = await api.person()
    await ask(api, email)
    const [reset] = await api.mailsTo(email)
    const short = await confirm(api, reset?.token, 'too short')
    expect([short.status, short.body.errors[0].path]).toEqual([422, 'password'])
    expect((await confirm(api, reset?.token, chosen)).status).toBe(200)
  })
})
