import { describe, expect, test } from 'vitest'
import { appUrl, cookieOf, openApi } from '../../test/open-api.ts'

type Api = Awaited<ReturnType<typeof openApi>>

const password = 'a long password'

/** Signs in once more, from another browser. */
async function signInAgain(api: Api, email: string) {
  const headers = { 'user-agent': 'Other/2.0' }
  const body = { email, password }
  const answer = await api.call('POST', '/api/auth/login', { body, headers, from: '203.0.113.9' })
  const own = { cookie: cookieOf(answer), origin: appUrl }
  return (method: string, path: string) => api.call(method, path, { headers: own })
}

describe('GET /api/sessions', () => {
  test('200: one’s own, newest first, page by page, and nothing that opens one', async () => {
    const api = await openApi()
    const [person, stranger] = [await api.person(), await api.person()]
    await signInAgain(api, stranger.email)
    await signInAgain(api, person.email)
    const { status, body } = await person.call('GET', '/api/sessions')
    expect(status).toBe(200)
    expect(body.data).toMatchObject([
      { userAgent: 'Other/2.0', address: '203.0.113.9', current: false },
      { address: null, current: true },
    ])
    expect(Object.keys(body.data[0]).sort()).toEqual(
      ['address', 'createdAt', 'current', 'id', 'lastSeenAt', 'userAgent'].sort(),
    )
    const hashes = await api.pool.sql`select id from sessions`
    for (const { id } of hashes) expect(JSON.stringify(body)).not.toContain(id)
    const first = await person.call('GET', '/api/sessions?limit=1')
    const second = await person.call('GET', `/api/sessions?limit=1&cursor=${first.body.nextCursor}`)
    expect([...first.body.data, ...second.body.data]).toEqual(body.data)
    expect(second.body.nextCursor).toBeNull()
  })

  test('200: none that has ended, by either of its ends', async () => {
    const api = await openApi()
    const person = await api.person()
    await signInAgain(api, person.email)
    await signInAgain(api, person.email)
    const [first, second] = await api.pool.sql`
      select id from sessions where user_agent is not null order by public_id`
    await api.pool.sql`update sessions set expires_at = now() where id = ${first?.id}`
    await api.pool.sql`update sessions set created_at = now() - interval '91 days'
      where id = ${second?.id}`
    expect((await person.call('GET', '/api/sessions')).body.data).toHaveLength(1)
  })

  test('when it was last seen is noted every few minutes', async () => {
    const api = await openApi()
    const person = await api.person()
    const seenAt = async () => (await person.call('GET', '/api/sessions')).body.data[0].lastSeenAt
    const first = await seenAt()
    expect(await seenAt()).toBe(first)
    await api.pool.sql`update sessions set last_seen_at = now() - interval '6 minutes'`
    const old = Date.parse(first) - 300_000
    await expect.poll(async () => Date.parse(await seenAt())).toBeGreaterThan(old)
  })
})

describe('DELETE /api/sessions/:id', () => {
  test('204: that device is signed out at once', async () => {
    const api = await openApi()
    const person = await api.person()
    const elsewhere = await signInAgain(api, person.email)
    const { data } = (await person.call('GET', '/api/sessions')).body
    const [other] = data.filter(({ current }: { current: boolean }) => !current)
    expect((await person.call('DELETE', `/api/sessions/${other.id}`)).status).toBe(204)
    expect((await elsewhere('GET', '/api/me')).status).toBe(401)
    expect((await person.call('GET', '/api/me')).status).toBe(200)
    expect((await person.call('DELETE', `/api/sessions/${other.id}`)).status).toBe(404)
  })

  test('404: another person’s, or none', async () => {
    const api = await openApi()
    const [person, stranger] = [await api.person(), await api.person()]
    const [own] = (await person.call('GET', '/api/sessions')).body.data
    const [row] = await api.pool.sql`select id from sessions limit 1`
    for (const id of [own.id, crypto.randomUUID(), row?.id, 'x']) {
      expect((await stranger.call('DELETE', `/api/sessions/${id}`)).status).toBe(404)
    }
    expect((await person.call('GET', '/api/me')).status).toBe(200)
  })
})

test('DELETE /api/sessions: every other device of this person is signed out, and nobody else', async () => {
  const api = await openApi()
  const [person, stranger] = [await api.person(), await api.person()]
  const others = [
    await signInAgain(api, person.email),
    await signInAgain(api, person.email),
  ] as const
  expect((await person.call('DELETE', '/api/sessions')).status).toBe(204)
  for (const other of others) expect((await other('GET', '/api/me')).status).toBe(401)
  expect((await person.call('GET', '/api/sessions')).body.data).toHaveLength(1)
  expect((await stranger.call('GET', '/api/me')).status).toBe(200)
})
