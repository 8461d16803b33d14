import { users } from '@prikke/schema'
import { describe, expect, test } from 'vitest'
import { appUrl, cookieOf, openApi } from '../../test/open-api.ts'

const password = 'a long password'
const account = (more: Record<string, unknown> = {}) => ({
  email: 'Ann@Example.com',
  password,
  ...more,
})

describe('POST /api/auth/register', () => {
  test('201: a user, their organization, a channel to them, and a session', async () => {
    const api = await openApi({ registration: 'closed' })
    const answer = await api.call('POST', '/api/auth/register', {
      body: account({ organizationName: 'Blåbær & Søn' }),
    })
    expect(answer.status).toBe(201)
    expect(answer.body).toMatchObject({
      user: { email: 'ann@example.com', name: 'ann' },
      organization: { slug: 'blabaer-son', name: 'Blåbær & Søn', role: 'owner', tier: 'free' },
    })
    expect(answer.headers.get('set-cookie')).toMatch(
      /^prikke=[a-z2-7]{52}; HttpOnly; Max-Age=2592000; Path=\/; SameSite=Lax$/,
    )
    const me = await api.call('GET', '/api/me', { headers: { cookie: cookieOf(answer) } })
    expect(me.body.organizations).toEqual([answer.body.organization])
    const channels = await api.call('GET', '/api/channels', {
      headers: { cookie: cookieOf(answer) },
    })
    expect(channels.body.data).toMatchObject([{ kind: 'email', address: 'ann@example.com' }])
    const [row] = await api.pool.sql`select password_hash, signing_secret from users, organizations`
    expect(row?.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(row?.signing_secret).toMatch(/^v1\./)
  })

  test('201: names that make the same slug, or none, each get one', async () => {
    const api = await openApi()
    const slugs = []
    for (const [index, organizationName] of ['Acme', 'acme!', 'ACME', '☃'].entries()) {
      const { body } = await api.call('POST', '/api/auth/register', {
        body: account({ email: `a${index}@example.com`, organizationName }),
      })
      slugs.push(body.organization.slug)
    }
    expect(slugs).toEqual(['acme', 'acme-2', 'acme-3', 'team'])
  })

  test('403: the first account needs the setup token, later ones an open door', async () => {
    const api = await openApi({ registration: 'invite', setupToken: 'sesame' })
    const register = async (more: Record<string, unknown>) => {
      const { status, body } = await api.call('POST', '/api/auth/register', { body: account(more) })
      return [status, body.code]
    }
    expect(await register({})).toEqual([403, 'setup_token_invalid'])
    expect(await register({ setupToken: 'sesam' })).toEqual([403, 'setup_token_invalid'])
    expect((await register({ setupToken: 'sesame' }))[0]).toBe(201)
    const late = { email: 'b@example.com', setupToken: 'sesame' }
    expect(await register(late)).toEqual([403, 'registration_closed'])
  })

  test('403: of several who would be first at once, one is', async () => {
    const api = await openApi({ registration: 'closed' })
    const answers = await Promise.all(
      [1, 2, 3, 4].map(index =>
        api.call('POST', '/api/auth/register', {
          body: account({ email: `a${index}@example.com` }),
        }),
      ),
    )
    expect(answers.map(answer => answer.status).sort()).toEqual([201, 403, 403, 403])
    expect(await api.pool.db.select().from(users)).toHaveLength(1)
  })

  test('409: an e-mail that has an account', async () => {
    const api = await openApi()
    await api.call('POST', '/api/auth/register', { body: account() })
    const { status, body } = await api.call('POST', '/api/auth/register', {
      body: account({ email: ' ANN@example.COM ' }),
    })
    expect([status, body.code]).toEqual([409, 'email_taken'])
    const [row] = await api.pool.sql`select count(*)::int as count from organizations`
    expect(row?.count).toBe(1)
  })

  test('422: what is missing, too short, or no e-mail', async () => {
    const api = await openApi()
    for (const [body, path] of [
      [{ email: 'a@example.com' }, 'password'],
      [account({ password: 'too short' }), 'password'],
      [account({ password: 'x'.repeat(257) }), 'password'],
      [account({ email: 'nobody' }), 'email'],
      [account({ email: `${'x'.repeat(250)}@example.com` }), 'email'],
      [account({ role: 'owner' }), 'role'],
      [account({ name: '\u0000' }), 'name'],
    ] as const) {
      const answer = await api.call('POST', '/api/auth/register', { body })
      expect([answer.status, answer.body.errors[0].path]).toEqual([422, path])
    }
  })
})

describe('POST /api/auth/login', () => {
  test('200: a new session each time, and the one this browser had is over', async () => {
    const api = await openApi()
    const person = await api.person()
    const answer = await api.call('POST', '/api/auth/login', {
      body: { email: person.email, password },
      headers: { cookie: person.cookie, origin: appUrl },
    })
    expect(answer.status).toBe(200)
    expect(answer.body.organizations[0].id).toBe(person.organization.id)
    expect(cookieOf(answer)).not.toBe(person.cookie)
    expect((await person.call('GET', '/api/me')).status).toBe(401)
    const cookie = cookieOf(answer)
    expect((await api.call('GET', '/api/me', { headers: { cookie } })).status).toBe(200)
  })

  test('401: the same words for a wrong password, an unknown e-mail and an account without one', async () => {
    const api = await openApi()
    const person = await api.person()
    await api.pool.db.insert(users).values({ email: 'link@example.com', name: 'x' })
    const answers = []
    for (const email of [person.email, 'unknown@example.com', 'link@example.com']) {
      const { status, body } = await api.call('POST', '/api/auth/login', {
        body: { email, password: 'not the password' },
      })
      answers.push({ ...body, status, requestId: null })
    }
    expect(answers[0]).toMatchObject({ status: 401, code: 'unauthenticated' })
    expect(answers[1]).toEqual(answers[0])
    expect(answers[2]).toEqual(answers[0])
  })
})

describe('sessions', () => {
  test('a copy of the table signs nobody in, and no session id is a user id', async () => {
    const api = await openApi()
    const person = await api.person()
    const [row] = await api.pool.sql`select id, user_id from sessions`
    expect(row?.id).toMatch(/^[0-9a-f]{64}$/)
    expect(row?.id).not.toBe(row?.user_id)
    for (const token of [row?.id, row?.id.slice(0, 52), row?.user_id, '', 'x'.repeat(5_000)]) {
      const { status } = await api.call('GET', '/api/me', {
        headers: { cookie: `prikke=${token}` },
      })
      expect(status).toBe(401)
    }
    expect((await person.call('GET', '/api/me')).status).toBe(200)
  })

  test('200: cookies that other pages of this host have set, however broken, are passed over', async () => {
    const api = await openApi()
    const { cookie } = await api.person()
    for (const around of [
      `theme=%; ${cookie}`,
      `${cookie}; a="b; c=%E0%A4%A`,
      `prikke=%; ${cookie}`,
      `prikke=; =; ;${cookie};`,
      `xprikke=${'a'.repeat(52)}; ${cookie}`,
    ]) {
      const { status } = await api.call('GET', '/api/me', { headers: { cookie: around } })
      expect([around, status]).toEqual([around, 200])
    }
    const broken = { cookie: 'prikke=%; __Host-prikke=%' }
    expect((await api.call('GET', '/api/me', { headers: broken })).status).toBe(401)
  })

  test('204: signing out ends the session itself, not only the cookie', async () => {
    const api = await openApi()
    const person = await api.person()
    const out = await person.call('POST', '/api/auth/logout')
    expect(out.status).toBe(204)
    expect(out.headers.get('set-cookie')).toMatch(/^prikke=; .*Max-Age=0/)
    expect((await person.call('GET', '/api/me')).status).toBe(401)
    expect((await person.call('POST', '/api/auth/logout')).status).toBe(401)
  })

  test('past its half it is extended, past its end or 90 days it is over', async () => {
    const api = await openApi()
    const person = await api.person()
    await api.pool.sql`update sessions set expires_at = now() + interval '14 days'`
    const renewed = await person.call('GET', '/api/me')
    expect(cookieOf(renewed)).toBe(person.cookie)
    expect((await person.call('GET', '/api/me')).headers.get('set-cookie')).toBeNull()
    await api.pool.sql`update sessions set created_at = now() - interval '91 days'`
    expect((await person.call('GET', '/api/me')).status).toBe(401)
    const other = await api.person()
    await api.pool.sql`update sessions set expires_at = now() - interval '1 second'`
    expect((await other.call('GET', '/api/me')).status).toBe(401)
  })

  test('on https the cookie is host-bound and secure', async () => {
    const { pool } = await openApi()
    const { createSessions } = await import('../auth/sessions.ts')
    const sessions = createSessions(pool, { secure: true })
    expect(await sessions.end(undefined)).toMatch(/^__Host-prikke=; .*Path=\/.*Secure/)
  })
})

describe('organizations of a session', () => {
  test('one needs no name, several do, and a lost membership counts at once', async () => {
    const api = await openApi()
    const person = await api.person()
    const other = await api.organization()
    expect((await person.call('GET', '/api/jobs')).status).toBe(200)
    const elsewhere = { 'prikke-organization': other.slug }
    expect((await person.call('GET', '/api/jobs', { headers: elsewhere })).status).toBe(404)
    await api.pool.sql`
      insert into members (organization_id, user_id, role)
      values (${other.id}, ${person.user.id}, 'member')`
    const unnamed = await person.call('GET', '/api/jobs')
    expect([unnamed.status, unnamed.body.code]).toEqual([400, 'organization_required'])
    expect((await person.call('GET', '/api/jobs', { headers: elsewhere })).status).toBe(200)
    const secret = await person.call('GET', '/api/signing-secret', { headers: elsewhere })
    expect([secret.status, secret.body.code]).toEqual([403, 'forbidden'])
    await api.pool.sql`delete from members where organization_id = ${other.id}`
    expect((await person.call('GET', '/api/jobs', { headers: elsewhere })).status).toBe(404)
  })
})
