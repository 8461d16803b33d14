import { describe, expect, test, vi } from 'vitest'
import { openApi } from '../../test/open-api.ts'

type Api = Awaited<ReturnType<typeof openApi>>
type Sent = { email: string; password?: string; from?: string; forwardedFor?: string }

const login = async (api: Api, { email, password = 'wrong', from, forwardedFor }: Sent) => {
  const { status, headers } = await api.call('POST', '/api/auth/login', {
    body: { email, password },
    ...(from && { from }),
    ...(forwardedFor && { headers: { 'x-forwarded-for': forwardedFor } }),
  })
  return { status, retryAfter: headers.get('retry-after') }
}
// A hundred passwords are a few seconds of hashing.
vi.setConfig({ testTimeout: 60_000 })

const right = 'a long password'
const here = '203.0.113.9'
const there = '198.51.100.7'

describe('signing in with a password', () => {
  test('429: after five wrong ones for an account from an address, known or not', async () => {
    const api = await openApi()
    const { email } = await api.person()
    for (const to of [email, 'unknown@example.com']) {
      for (let n = 0; n < 5; n++) {
        expect((await login(api, { email: to, from: here })).status).toBe(401)
      }
      const refused = await login(api, { email: to, password: right, from: here })
      expect(refused.status).toBe(429)
      expect(Number(refused.retryAfter)).toBeGreaterThan(890)
    }
    // The owner of the account is not shut out by somebody else's guesses.
    expect((await login(api, { email, password: right, from: there })).status).toBe(200)
  })

  test('429: after twenty an hour for one account, from wherever', async () => {
    const api = await openApi()
    const { email } = await api.person()
    for (let n = 0; n < 20; n++) await login(api, { email, from: `198.51.100.${n}` })
    const refused = await login(api, { email, password: right, from: here })
    expect(refused.status).toBe(429)
    expect(Number(refused.retryAfter)).toBeGreaterThan(3_500)
  })

  test('429: after a hundred an hour from one address, or one /64', async () => {
    const api = await openApi()
    for (let n = 0; n < 100; n++) {
      await login(api, { email: `a${n}@example.com`, from: `2001:db8::${n}` })
    }
    const next = { email: 'b@example.com', from: '2001:db8::ffff' }
    expect((await login(api, next)).status).toBe(429)
    expect((await login(api, { ...next, from: '2001:db8:0:1::1' })).status).toBe(401)
  })

  test('200: signing in begins the count of the account anew', async () => {
    const api = await openApi()
    const { email } = await api.person()
    for (let round = 0; round < 3; round++) {
      for (let n = 0; n < 4; n++) await login(api, { email, from: here })
      expect((await login(api, { email, password: right, from: here })).status).toBe(200)
    }
  })

  test('429: whatever X-Forwarded-For claims, unless a trusted proxy says it', async () => {
    const api = await openApi()
    const { email } = await api.person()
    const claim = (n: number) => login(api, { email, from: here, forwardedFor: `192.0.2.${n}` })
    for (let n = 0; n < 5; n++) await claim(n)
    expect((await claim(6)).status).toBe(429)

    const behind = await openApi({ trustProxy: '10.0.0.0/8' })
    const known = await behind.person()
    const through = (client: string) =>
      login(behind, { email: known.email, from: '10.0.0.1', forwardedFor: client })
    for (let n = 0; n < 5; n++) await through(`192.0.2.${n}, ${here}`)
    expect((await through(`192.0.2.9, ${here}`)).status).toBe(429)
    expect((await through(there)).status).toBe(401)
  })
})

test('429: twenty registrations an hour from one address, with Retry-After', async () => {
  for (const mail of [false, true]) {
    const api = await openApi({ mail })
    const register = (n: number) =>
      api.call('POST', '/api/auth/register', {
        body: { email: `a${n}@example.com`, password: right },
        from: here,
      })
    const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => register(n)))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([mail ? 202 : 201]))
    const { status, body, headers } = await register(21)
    expect([status, body.code]).toEqual([429, 'rate_limited'])
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(3_500)
    expect(headers.get('ratelimit-limit')).toBe('20')
  }
})
