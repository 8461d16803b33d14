import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { newApiKey } from './api-keys.ts'
import { checksumOf } from './checksum.ts'

/** CRC-32 bit by bit, and base62 by division: nothing of ours. */
function told(text: string): string {
  let crc = 0xffffffffn
  for (const byte of Buffer.from(text)) {
    crc ^= BigInt(byte)
    for (let bit = 0; bit < 8; bit++) crc = crc & 1n ? (crc >> 1n) ^ 0xedb88320n : crc >> 1n
  }
  let left = crc ^ 0xffffffffn
  const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
  let text62 = ''
  for (; left > 0n; left /= 62n) text62 = `${alphabet[Number(left % 62n)]}${text62}`
  return text62.padStart(6, '0')
}

test.each([
  // The check value of CRC-32 is cbf43926, 3421780262 in decimal.
  ['123456789', '3jZRME'],
  ['', '000000'],
])('the checksum of %j is %s', (text, checksum) => {
  expect(told(text)).toBe(checksum)
  expect(checksumOf(text)).toBe(checksum)
})

test('a new key is known for one by its shape and its end, and a mistyped one is not', () => {
  for (let n = 0; n < 100; n++) {
    const { key } = newApiKey()
    expect(key).toMatch(/^pk_live_[0-9a-f]{24}\.sk_live_[A-Za-z0-9_-]{43}[0-9A-Za-z]{6}$/)
    expect(told(key.slice(0, -6))).toBe(key.slice(-6))
    const at = 8 + (n % 24)
    const other = key[at] === 'a' ? 'b' : 'a'
    const mistyped = `${key.slice(0, at)}${other}${key.slice(at + 1)}`
    expect(told(mistyped.slice(0, -6))).not.toBe(mistyped.slice(-6))
  }
})

test('the documented expression finds keys in text, and nothing that only looks alike', () => {
  const page = readFileSync(new URL('../../../../docs/accounts.md', import.meta.url), 'utf8')
  const [, pattern = ''] = /```text\n(.+pk_live_.+)\n```/.exec(page) ?? []
  const keys = Array.from({ length: 20 }, () => newApiKey().key)
  const text = keys.map(key => `export PRIKKE_KEY="${key}"; curl -H 'x: ${key}', ${key}`).join('\n')
  const found = text.match(new RegExp(pattern, 'g')) ?? []
  expect(found).toEqual(keys.flatMap(key => [key, key, key]))
  const [key = ''] = keys
  for (const other of [`${key}x`, `x${key}`, key.slice(0, -1), key.replace('.', ':')]) {
    expect(new RegExp(pattern).test(other)).toBe(false)
  }
})
