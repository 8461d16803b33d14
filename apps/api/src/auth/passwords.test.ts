import { expect, test } from 'vitest'
import { hashPassword, verifyPassword } from './passwords.ts'

test('a password verifies against its own hash only, and nobody has one by accident', async () => {
  const stored = await hashPassword('a long password')
  expect(await verifyPassword(stored, 'a long password')).toBe(true)
  expect(await verifyPassword(stored, 'a long passwork')).toBe(false)
  expect(await verifyPassword(null, 'nobody has this password')).toBe(false)
})

test('more than two at once wait, and more than a short queue are refused', async () => {
  const settled = await Promise.allSettled(
    Array.from({ length: 70 }, () => verifyPassword(null, 'x')),
  )
  const refused = settled.filter(({ status }) => status === 'rejected')
  expect(refused).toHaveLength(70 - 66)
  expect(refused[0]).toMatchObject({ reason: { status: 429, headers: { 'retry-after': '2' } } })
  expect(await verifyPassword(null, 'x')).toBe(false)
})
