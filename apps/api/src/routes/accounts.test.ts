import { describe, expect, test } from 'vitest'
import { openApi } from '../../test/open-api.ts'

describe('GET /api/instance', () => {
  test('200: to anyone, and it changes with the first account', async () => {
    const api = await openApi({ registration: 'invite', setupToken: 'sesame' })
    expect((await api.call('GET', '/api/instance')).body).toEqual({
      registration: 'invite',
      firstAccount: true,
      setupTokenRequired: true,
      mail: false,
    })
    await api.person()
    expect((await api.call('GET', '/api/instance')).body).toEqual({
      registration: 'invite',
      firstAccount: false,
      setupTokenRequired: false,
      mail: false,
    })
    expect((await (await openApi({ mail: true })).call('GET', '/api/instance')).body.mail).toBe(
      true,
    )
  })
})

describe('/api/keys', () => {
  test('201 and 204: the secret is shown once and stored as a hash; revoked is dead', async () => {
    const api = await openApi()
    const person = await api.person()
    const made = await person.call('POST', '/api/keys', { body: { name: 'CI' } })
    expect(made.status).toBe(201)
    const { id, keyId, key } = made.body
    expect(key).toMatch(/^pk_live_[0-9a-f]{24}\.sk_live_[A-Za-z0-9_-]{43}$/)
    expect(key.startsWith(`${keyId}.`)).toBe(true)
    const list = await person.call('GET', '/api/keys')
    expect(list.body.data).toEqual([
      { id, keyId, name: 'CI', lastUsedAt: null, createdAt: made.body.createdAt },
    ])
    const [row] = await api.pool.sql`select secret_hash from api_keys`
    expect(JSON.stringify([row, list.body])).not.toContain(key.split('.')[1])

    const headers = { authorization: `Bearer ${key}` }
    expect((await api.call('GET', '/api/jobs', { headers })).status).toBe(200)
    await expect
      .poll(async () => (await person.call('GET', '/api/keys')).body.data[0].lastUsedAt)
      .not.toBeNull()
    expect((await person.call('DELETE', `/api/keys/${id}`)).status).toBe(204)
    expect((await api.call('GET', '/api/jobs', { headers })).status).toBe(401)
    expect((await person.call('DELETE', `/api/keys/${id}`)).status).toBe(404)
  })

  test('403: a key makes no keys, reads no signing secret and is nobody', async () => {
    const api = await openApi()
    const org = await api.organization()
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
    const person = await (await openApi()).person()
    const headers = { authorization: 'Bearer pk_live_x.sk_live_y' }
    expect((await person.call('GET', '/api/jobs', { headers })).status).toBe(401)
    expect((await person.call('GET', '/api/me', { headers })).status).toBe(401)
  })
})

describe('/api/signing-secret', () => {
  test('200: rotated, the old one signs on for the hours of overlap', async () => {
    const api = await openApi()
    const person = await api.person()
    const before = (await person.call('GET', '/api/signing-secret')).body
    expect(before).toEqual({ secret: expect.stringMatching(/^whsec_/), previousExpiresAt: null })
    const rotated = await person.call('POST', '/api/signing-secret/rotate', {
      body: { overlapHours: 2 },
    })
    expect(rotated.status).toBe(200)
    expect(rotated.body.secret).not.toBe(before.secret)
    const hours = (Date.parse(rotated.body.previousExpiresAt) - Date.now()) / 3_600_000
    expect(hours).toBeCloseTo(2, 1)
    const [row] = await api.pool.sql`select previous_signing_secret as previous from organizations`
    expect(row?.previous).toBe(before.secret)
    const bare = await person.call('POST', '/api/signing-secret/rotate')
    expect((Date.parse(bare.body.previousExpiresAt) - Date.now()) / 3_600_000).toBeCloseTo(24, 1)
    const at = await person.call('POST', '/api/signing-secret/rotate', {
      body: { overlapHours: 0 },
    })
    expect(at.body.previousExpiresAt).toBeNull()
  })

  test('422: hours out of range', async () => {
    const person = await (await openApi()).person()
    for (const overlapHours of [-1, 169, 1.5, '2', null]) {
      const { status } = await person.call('POST', '/api/signing-secret/rotate', {
        body: { overlapHours },
      })
      expect([overlapHours, status]).toEqual([overlapHours, 422])
    }
  })
})
