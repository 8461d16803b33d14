import { places } from '@prikke/vault'
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
      planLimits: false,
    })
    await api.person()
    expect((await api.call('GET', '/api/instance')).body).toEqual({
      registration: 'invite',
      firstAccount: false,
      setupTokenRequired: false,
      mail: false,
      planLimits: false,
    })
    expect((await (await openApi({ mail: true })).call('GET', '/api/instance')).body.mail).toBe(
      true,
    )
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
    const [row] = await api.pool
      .sql`select id, previous_signing_secret as previous from organizations`
    const place = places.signingSecret(row?.id)
    expect(api.services.vault.open(row?.previous, place)).toBe(before.secret)
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
