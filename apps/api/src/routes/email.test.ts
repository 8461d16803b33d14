import { describe, expect, test } from 'vitest'
import { openApi } from '../../test/open-api.ts'

type Api = Awaited<ReturnType<typeof openApi>>

const password = 'a long password'
const fresh = 'fresh@example.com'
const confirm = (api: Api, token: string | undefined) =>
  api.call('POST', '/api/auth/email/confirm', { body: { token } })

describe('POST /api/me/email', () => {
  test('202: a link goes to the new address, and until then nothing changes', async () => {
    const api = await openApi()
    const person = await api.person()
    const body = { email: ' Fresh@Example.com ', password }
    const answer = await person.call('POST', '/api/me/email', { body })
    expect([answer.status, answer.body]).toEqual([202, { status: 'sent' }])
    expect(await api.mailsTo(fresh)).toMatchObject([
      { kind: 'change_email', account: person.email },
    ])
    expect((await person.call('GET', '/api/me')).body.user.email).toBe(person.email)
  })

  test('202: the same for an address that has an account, and nothing is sent there', async () => {
    const api = await openApi()
    const [person, other] = [await api.person(), await api.person()]
    const body = { email: other.email, password }
    const { status, body: said } = await person.call('POST', '/api/me/email', { body })
    expect([status, said]).toEqual([202, { status: 'sent' }])
    expect(await api.mailsTo(other.email)).toEqual([])
    expect(await api.pool.sql`select status from mails`).toEqual([{ status: 'dead' }])
  })

  test('422: the password is asked for where there is one', async () => {
    const person = await (await openApi()).person()
    for (const [given, code] of [
      [{}, 'required'],
      [{ password: 'not my password' }, 'password_wrong'],
    ] as const) {
      const body = { email: fresh, ...given }
      const { status, body: said } = await person.call('POST', '/api/me/email', { body })
      expect([status, said.errors[0]]).toMatchObject([422, { path: 'password', code }])
    }
  })
})

describe('a link that would change the address', () => {
  const changing = async (api: Api) => {
    const person = await api.person()
    await person.call('POST', '/api/me/email', { body: { email: 'eve@example.com', password } })
    const [mail] = await api.mailsTo('eve@example.com')
    return { person, token: mail?.token }
  }

  test('is void once the password is changed: who asked for it may be why', async () => {
    const api = await openApi()
    const { person, token } = await changing(api)
    const body = { currentPassword: password, password: 'another long password' }
    expect((await person.call('PUT', '/api/me/password', { body })).status).toBe(200)
    expect((await confirm(api, token)).body.code).toBe('link_expired')
  })

  test('is void once the password is reset', async () => {
    const api = await openApi()
    const { person, token } = await changing(api)
    await api.call('POST', '/api/auth/password-reset', { body: { email: person.email } })
    const [reset] = await api.mailsTo(person.email)
    const body = { token: reset?.token, password: 'another long password' }
    const done = await api.call('POST', '/api/auth/password-reset/confirm', { body })
    expect(done.status).toBe(200)
    expect((await confirm(api, token)).body.code).toBe('link_expired')
  })

  test('is void once another one has changed it', async () => {
    const api = await openApi()
    const { person, token } = await changing(api)
    await person.call('POST', '/api/me/email', { body: { email: fresh, password } })
    const [mail] = await api.mailsTo(fresh)
    expect((await confirm(api, mail?.token)).status).toBe(200)
    expect((await confirm(api, token)).body.code).toBe('link_expired')
    expect((await person.call('GET', '/api/me')).body.user.email).toBe(fresh)
  })
})

describe('POST /api/auth/email/confirm', () => {
  test('200: the new address is that of the account, and the old one is told', async () => {
    const api = await openApi({ mail: true })
    const person = await api.person()
    await person.call('POST', '/api/me/email', { body: { email: fresh } })
    await api.call('POST', '/api/auth/magic-link', { body: { email: person.email } })
    const [old] = await api.mailsTo(person.email)
    const [mail] = await api.mailsTo(fresh)
    const answer = await confirm(api, mail?.token)
    expect([answer.status, answer.body]).toEqual([200, { email: fresh }])
    expect((await person.call('GET', '/api/me')).body.user).toMatchObject({
      id: person.user.id,
      email: fresh,
    })
    expect((await api.mailsTo(person.email))[0]).toEqual({ kind: 'email_changed', email: fresh })
    const verify = { body: { token: old?.token } }
    expect((await api.call('POST', '/api/auth/magic-link/verify', verify)).status).toBe(410)
    expect((await confirm(api, mail?.token)).body.code).toBe('link_used')
  })

  test('409: somebody took the address meanwhile', async () => {
    const api = await openApi()
    const person = await api.person()
    await person.call('POST', '/api/me/email', { body: { email: fresh, password } })
    const [mail] = await api.mailsTo(fresh)
    await api.person(fresh)
    const { status, body } = await confirm(api, mail?.token)
    expect([status, body.code]).toEqual([409, 'email_taken'])
    expect((await person.call('GET', '/api/me')).body.user.email).toBe(person.email)
  })

  test('410: unknown, or made for something else', async () => {
    const api = await openApi({ mail: true })
    const { email } = await api.person()
    await api.call('POST', '/api/auth/magic-link', { body: { email } })
    const [link] = await api.mailsTo(email)
    for (const token of ['x', link?.token]) {
      const { status, body } = await confirm(api, token)
      expect([status, body.code]).toEqual([410, 'link_expired'])
    }
    const verify = { body: { token: link?.token } }
    expect((await api.call('POST', '/api/auth/magic-link/verify', verify)).status).toBe(200)
  })
})
