import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { openApi } from '../../test/open-api.ts'

type Api = Awaited<ReturnType<typeof openApi>>

const hour = 3_600_000
const shape = /^pk_live_[0-9a-f]{24}\.sk_live_[A-Za-z0-9_-]{43}[0-9A-Za-z]{6}$/
const short = ({ status, body }: { status: number; body: { code?: string } }) => [status, body.code]
const listJobs = async (api: Api, key: string) =>
  (await api.call('GET', '/api/jobs', { headers: { authorization: `Bearer ${key}` } })).status

async function setUp() {
  const api = await openApi()
  const { call } = await api.person()
  const make = async (body: object = {}) => {
    const made = await call('POST', '/api/keys', { body: { name: 'CI', ...body } })
    expect(made.status).toBe(201)
    return made.body
  }
  const list = async () => (await call('GET', '/api/keys')).body.data
  return { api, call, make, list }
}

describe('/api/keys', () => {
  test('201 and 204: the secret is shown once and stored as a hash; revoked is dead', async () => {
    const { api, call, make, list } = await setUp()
    const { id, keyId, key, createdAt } = await make()
    expect(key).toMatch(shape)
    expect(key.startsWith(`${keyId}.`)).toBe(true)
    expect(await list()).toEqual([
      {
        id,
        keyId,
        name: 'CI',
        scopes: ['read', 'write', 'trigger'],
        expiresAt: null,
        previousExpiresAt: null,
        lastUsedAt: null,
        createdAt,
      },
    ])
    const [row] = await api.pool.sql`select secret_hash from api_keys`
    expect(JSON.stringify([row, await list()])).not.toContain(key.split('.')[1])

    expect(await listJobs(api, key)).toBe(200)
    await expect.poll(async () => (await list())[0].lastUsedAt).not.toBeNull()
    expect((await call('DELETE', `/api/keys/${id}`)).status).toBe(204)
    expect(await listJobs(api, key)).toBe(401)
    expect((await call('DELETE', `/api/keys/${id}`)).status).toBe(404)
  })

  test('201: with a set of scopes, each once, and an end; after it the key opens nothing', async () => {
    const { api, make } = await setUp()
    const expiresAt = new Date(Date.now() + hour).toISOString()
    const { key, ...shown } = await make({ scopes: ['trigger', 'read', 'read'], expiresAt })
    expect(shown).toMatchObject({ scopes: ['read', 'trigger'], expiresAt })
    expect(await listJobs(api, key)).toBe(200)
    await api.pool.sql`update api_keys set created_at = now() - interval '2 hours',
      expires_at = now() - interval '1 millisecond'`
    expect(await listJobs(api, key)).toBe(401)
  })

  test('422: no scope, an unknown one, an end that has passed', async () => {
    const { call } = await setUp()
    for (const [more, code] of [
      [{ scopes: [] }, 'validation_failed'],
      [{ scopes: ['admin'] }, 'validation_failed'],
      [{ scopes: 'read' }, 'validation_failed'],
      [{ expiresAt: 'tomorrow' }, 'validation_failed'],
      [{ expiresAt: new Date(Date.now() - 1_000).toISOString() }, 'expires_at_invalid'],
      [{ organizationId: crypto.randomUUID() }, 'unknown_field'],
    ] as const) {
      const body = { name: 'k', ...more }
      const refused = await call('POST', '/api/keys', { body })
      expect([more, ...short(refused)]).toEqual([more, 422, code])
    }
  })

  test('401: the same words and the same work for a key that is unknown, wrong, expired or revoked', async () => {
    const { api, make } = await setUp()
    const [good, other] = [await make(), await make()]
    const [id, secret] = good.key.split('.')
    const expired = await make()
    await api.pool.sql`update api_keys set created_at = now() - interval '2 hours',
      expires_at = now() where id = ${expired.id}`
    const seen = new Set<string>()
    for (const key of [
      '',
      'x',
      id,
      `${id}.`,
      `.${secret}`,
      `${id}.${other.key.split('.')[1]}`,
      good.key.slice(0, -6),
      good.key.slice(0, -1),
      `${good.key}x`,
      good.key.toUpperCase(),
      `pk_live_${randomBytes(12).toString('hex')}.${secret}`,
      expired.key,
    ]) {
      const { status, body, headers } = await api.call('GET', '/api/jobs', {
        headers: { authorization: `Bearer ${key}` },
      })
      expect([key, status, headers.get('www-authenticate')]).toEqual([key, 401, 'Bearer'])
      seen.add(JSON.stringify({ ...body, requestId: null }))
    }
    expect(seen.size).toBe(1)
    expect(await listJobs(api, good.key)).toBe(200)
  })

  test('200: keys of before there was a checksum are good with all scopes', async () => {
    const { api, make, list } = await setUp()
    const { id, keyId } = await make()
    const secret = `sk_live_${randomBytes(32).toString('base64url')}`
    await api.pool.sql`
      update api_keys set secret_hash = encode(sha256(${secret}::text::bytea), 'hex') where id = ${id}`
    expect(await listJobs(api, `${keyId}.${secret}`)).toBe(200)
    expect((await list())[0].scopes).toEqual(['read', 'write', 'trigger'])
  })

  test('403: a key makes no keys, reads no signing secret and is nobody', async () => {
    const org = await (await openApi()).organization()
    for (const [method, path] of [
      ['POST', '/api/keys'],
      ['GET', '/api/keys'],
      ['DELETE', '/api/keys/019aa1b2-7c3d-7e4f-8a5b-6c7d8e9f0a1b'],
      ['GET', '/api/signing-secret'],
      ['POST', '/api/signing-secret/rotate'],
      ['GET', '/api/me'],
    ] as const) {
      const { status, body } = await org.call(method, path)
      expect([path, status, body.code]).toEqual([path, 403, 'session_required'])
    }
  })

  test('a key that is not one is refused although a good cookie is there: only it counts', async () => {
    const { call } = await setUp()
    const headers = { authorization: 'Bearer pk_live_x.sk_live_y' }
    expect((await call('GET', '/api/jobs', { headers })).status).toBe(401)
    expect((await call('GET', '/api/me', { headers })).status).toBe(401)
  })
})

describe('POST /api/keys/:id/rotate', () => {
  test('201: a new secret of the same key; the old one works until the overlap ends', async () => {
    const { api, call, make, list } = await setUp()
    const before = await make({ scopes: ['read'] })
    const rotate = (body: object) => call('POST', `/api/keys/${before.id}/rotate`, { body })
    const rotated = await rotate({ overlapHours: 2 })
    expect(rotated.status).toBe(201)
    const { key, previousExpiresAt, ...same } = rotated.body
    expect(key).toMatch(shape)
    expect(same).toMatchObject({ id: before.id, keyId: before.keyId, name: 'CI', scopes: ['read'] })
    expect((Date.parse(previousExpiresAt) - Date.now()) / hour).toBeCloseTo(2, 1)
    expect((await list())[0].previousExpiresAt).toBe(previousExpiresAt)
    expect([await listJobs(api, before.key), await listJobs(api, key)]).toEqual([200, 200])

    await api.pool.sql`update api_keys set previous_expires_at = now()`
    expect([await listJobs(api, before.key), await listJobs(api, key)]).toEqual([401, 200])

    const bare = await rotate({})
    expect((Date.parse(bare.body.previousExpiresAt) - Date.now()) / hour).toBeCloseTo(24, 1)
    const last = await rotate({ overlapHours: 0 })
    expect(last.body.previousExpiresAt).toBeNull()
    const keys = [before.key, key, bare.body.key, last.body.key]
    expect(await Promise.all(keys.map(each => listJobs(api, each)))).toEqual([401, 401, 401, 200])
  })

  test('404, 409 and 422: none of ours, an expired one, hours out of range', async () => {
    const { api, call, make } = await setUp()
    const { id } = await make()
    const stranger = await api.person()
    const path = `/api/keys/${id}/rotate`
    expect(short(await stranger.call('POST', path, { body: {} }))).toEqual([404, 'not_found'])
    for (const overlapHours of [-1, 169, 1.5, '2', null]) {
      expect((await call('POST', path, { body: { overlapHours } })).status).toBe(422)
    }
    await api.pool.sql`update api_keys set created_at = now() - interval '2 hours',
      expires_at = now()`
    expect(short(await call('POST', path, { body: {} }))).toEqual([409, 'key_expired'])
  })
})
