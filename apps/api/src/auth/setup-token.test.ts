import { expect, test } from 'vitest'
import { isSameSecret, setupTokenOf } from './setup-token.ts'

test('the setup token is the one configured, none when empty, else it follows from the secret key', () => {
  const SECRET_KEY = Buffer.alloc(32, 1)
  expect(setupTokenOf({ SECRET_KEY, SETUP_TOKEN: 'sesame' })).toBe('sesame')
  expect(setupTokenOf({ SECRET_KEY, SETUP_TOKEN: '' })).toBeNull()
  const derived = setupTokenOf({ SECRET_KEY })
  expect(derived).toMatch(/^[A-Za-z0-9_-]{43}$/)
  expect(setupTokenOf({ SECRET_KEY })).toBe(derived)
  expect(setupTokenOf({ SECRET_KEY: Buffer.alloc(32, 2) })).not.toBe(derived)
})

test('secrets of different lengths are compared without complaint', () => {
  expect(isSameSecret('a', 'a')).toBe(true)
  expect(isSameSecret('', 'a')).toBe(false)
  expect(isSameSecret('aa', 'a')).toBe(false)
})
