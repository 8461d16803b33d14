import { describe, expect, test } from 'vitest'
import { appUrl, cookieOf, openApi } from '../../test/open-api.ts'

const password = 'a long password'
const chosen = 'another long password'

describe('PATCH /api/me', () => {
  test('200: the name, and nothing else', async () => {
    const person = await (await openApi()).person()
    const { status, body } = await person.call('PATCH', '/api/me', { body: { name: ' Ann ' } })
    expect([status, body.user.name]).toEqual([200, 'Ann'])
    expect((await person.call('PATCH', '/api/me', { body: {} })).body).toEqual(body)
    expect((await person.call('GET', '/api/me')).body).toEqual(body)
    for (const wrong of [{ name: '' }, { name: null }, { isOperator: true }, { email: 'a@b.cc' }]) {
      expect((await person.call('PATCH', '/api/me', { body: wrong })).status).toBe(422)
    }
  })
})

describe('PUT /api/me/password', () => {
  test('200: a new session for this browser, and every one there was is over', async () => {
    const api = await openApi()
    const person = await api.person()
    const login = { body: { email: person.email, password } }
    const elsewhere = cookieOf(await api.call('POST', '/api/auth/login', login))
    const answer = await person.call('PUT', '/api/me/password', {
      body: { currentPassword: password, password: chosen },
    })
    expect([answer.status, answer.body.user.hasPassword]).toEqual([200, true])
    for (const [cookie, status] of [
      [elsewhere, 401],
      [person.cookie, 401],
      [cookieOf(answer), 200],
    ] as const) {
      expect((await api.call('GET', '/api/me', { headers: { cookie } })).status).toBe(status)
    }
    expect((await api.call('POST', '/api/auth/login', login)).status).toBe(401)
    const anew = { body: { email: person.email, password: chosen } }
    expect((await api.call('POST', '/api/auth/login', anew)).status).toBe(200)
  })

  test('200: the first password needs none before it', async () => {
    const api = await openApi({ mail: true })
    const person = await api.person()
    const answer = await person.call('PUT', '/api/me/password', { body: { password: chosen } })
    expect([answer.status, answer.body.user.hasPassword]).toEqual([200, true])
  })

  test('422 and 429: the current one is asked for, and guessing it is limited like a sign-in', async () => {
    const api = await openApi()
    const person = await api.person()
    const change = (currentPassword?: string) =>
      person.call('PUT', '/api/me/password', { body: { currentPassword, password: chosen } })
    const missing = await change()
    expect(missing.body.errors).toMatchObject([{ path: 'currentPassword', code: 'required' }])
    for (let n = 0; n < 5; n++) {
      const wrong = await change('not my password')
      expect([wrong.status, wrong.body.code]).toEqual([422, 'password_wrong'])
    }
    const refused = await change(password)
    expect([refused.status, refused.body.code]).toEqual([429, 'rate_limited'])
    expect((await person.call('GET', '/api/me')).status).toBe(200)
  })

  test('403: from another page, or by a key', async () => {
    const api = await openApi()
    const person = await api.person()
    const body = { currentPassword: password, password: chosen }
    const foreign = { cookie: person.cookie, origin: 'https://evil.example' }
    expect((await api.call('PUT', '/api/me/password', { body, headers: foreign })).status).toBe(403)
    const made = await person.call('POST', '/api/keys', { body: { name: 'k' } })
    const headers = { authorization: `Bearer ${made.body.key}`, origin: appUrl }
    const byKey = await api.call('PUT', '/api/me/password', { body, headers })
    expect([byKey.status, byKey.body.code]).toEqual([403, 'session_required'])
  })
})
