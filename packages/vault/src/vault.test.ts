import { describe, expect, test } from 'vitest'
import { createVault } from './vault.ts'

const key = Buffer.alloc(32, 1)
const otherKey = Buffer.alloc(32, 2)
const place = { table: 'mails', row: '019aa1b2-7c3d-7e4f-8a5b-6c7d8e9f0a1b', purpose: 'sign_in' }
const elsewhere = 'The sealed text was changed, or belongs to another place.'

/** Made by another implementation of what `createVault` describes. */
const vector = 'v1.e5017564.AAECAwQFBgcICQoLRiXDcOBRcHhJ5MpS7PmXl1tYHlBGlesI'
const printVector = 'feed1f8087fdac73e2cfa2786353d954d9898d53af204b6727d0e6526013fd45'

describe('a sealed text', () => {
  test('has the form that is described, for whoever else reads it', () => {
    expect(createVault([key]).open(vector, place)).toBe('a secret')
    expect(createVault([otherKey, key]).open(vector, place)).toBe('a secret')
  })

  test('opens where it was sealed, whatever it says', () => {
    const vault = createVault([key])
    for (const text of ['', 'a', '{"token":"x"}', 'Blåbær 🫐', 'x'.repeat(100_000)]) {
      expect(vault.open(vault.seal(text, place), place)).toBe(text)
    }
  })

  test('is other bytes each time, and shows nothing of what it says', () => {
    const vault = createVault([key])
    const sealed = Array.from({ length: 50 }, () => vault.seal('a secret', place))
    expect(new Set(sealed).size).toBe(50)
    for (const each of sealed) {
      expect(each).toMatch(/^v1\.[0-9a-f]{8}\.[A-Za-z0-9_-]+$/)
      expect(Buffer.from(each.split('.')[2] ?? '', 'base64url').toString('latin1')).not.toContain(
        'secret',
      )
    }
  })

  test.each([
    { table: 'jobs' },
    { row: '019aa1b2-7c3d-7e4f-8a5b-6c7d8e9f0a1c' },
    { purpose: 'confirm' },
    { table: 'mails"', row: place.row },
  ])('does not open at another place: %j', other => {
    const vault = createVault([key])
    const sealed = vault.seal('a secret', place)
    expect(() => vault.open(sealed, { ...place, ...other })).toThrow(elsewhere)
  })

  test('does not open with a single bit changed, wherever it is', () => {
    const vault = createVault([key])
    const [version, keyId, encoded = ''] = vault.seal('a secret', place).split('.')
    const bytes = Buffer.from(encoded, 'base64url')
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes)
      changed[at] = (changed[at] ?? 0) ^ 1
      const sealed = `${version}.${keyId}.${changed.toString('base64url')}`
      expect(() => vault.open(sealed, place)).toThrow(elsewhere)
    }
    const cut = `${version}.${keyId}.${bytes.subarray(0, -1).toString('base64url')}`
    expect(() => vault.open(cut, place)).toThrow(elsewhere)
  })

  test.each(['', 'a secret', 'v1.00000000.', 'v1.00000000.AAAA', 'v2.00000000.AAAA', 'v1..'])(
    'is not %j',
    text => {
      expect(() => createVault([key]).open(text, place)).toThrow('This is no sealed text.')
    },
  )

  test('opens under an old key, is sealed under the new one, and names a key that is not there', () => {
    const old = createVault([key])
    const rotated = createVault([otherKey, key])
    const sealed = old.seal('a secret', place)
    expect(rotated.open(sealed, place)).toBe('a secret')
    const anew = rotated.seal('a secret', place)
    expect(createVault([otherKey]).open(anew, place)).toBe('a secret')
    expect(() => old.open(anew, place)).toThrow(/^Sealed under the secret key [0-9a-f]{8}/)
    const keyIds = [sealed, anew].map(text => text.split('.')[1])
    expect(new Set(keyIds).size).toBe(2)
  })

  test('under a key that only pretends to be the right one does not open', () => {
    const sealed = createVault([key]).seal('a secret', place)
    const posing = createVault([otherKey])
    const otherId = posing.seal('', place).split('.')[1]
    const [version, , encoded] = sealed.split('.')
    expect(() => posing.open(`${version}.${otherId}.${encoded}`, place)).toThrow(elsewhere)
  })
})

test('a fingerprint is the same for the same text at the same place under the same key alone', () => {
  const vault = createVault([key])
  const own = vault.fingerprint('123456', place)
  expect(own).toBe(printVector)
  expect(createVault([key]).fingerprint('123456', place)).toBe(own)
  const others = [
    vault.fingerprint('123457', place),
    vault.fingerprint('123456', { ...place, row: 'other' }),
    createVault([otherKey]).fingerprint('123456', place),
  ]
  expect(new Set([own, ...others]).size).toBe(4)
})

test('a key of another length is refused', () => {
  expect(() => createVault([Buffer.alloc(16)])).toThrow('A secret key has 32 bytes.')
})
