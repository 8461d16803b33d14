import fc from 'fast-check'
import { expect, test } from 'vitest'
import { noReply } from './outcome.ts'
import { backoffMs, retryOr } from './retry.ts'

const failed = { ...noReply, statusCode: 500, errorCode: 'http_status' }

test('a retry comes after the time that the target asked for, else after the backoff', () => {
  const policy = { retryAttempts: 3, spentCount: 1 }
  expect(retryOr('failed', failed, 120_000, policy, 1)).toEqual({
    kind: 'retry',
    delayMs: 120_000,
    reply: failed,
  })
  expect(retryOr('failed', failed, null, policy, 0)).toMatchObject({ delayMs: 20_000 })
  expect(retryOr('failed', failed, 0, policy, 0)).toMatchObject({ delayMs: 0 })
})

test('with every retry spent it is the end, as failed or as timeout', () => {
  const policy = { retryAttempts: 3, spentCount: 3 }
  for (const status of ['failed', 'timeout'] as const) {
    expect(retryOr(status, failed, 0, policy, 0)).toEqual({ kind: 'final', status, reply: failed })
  }
})

test('the backoff rises from 10 s and never passes 24 h', () => {
  fc.assert(
    fc.property(fc.nat(19), fc.double({ min: 0, max: 1, noNaN: true }), (spentCount, random) => {
      const delay = backoffMs(spentCount, random)
      const base = 10_000 * 2 ** spentCount
      expect(delay).toBeGreaterThanOrEqual(Math.min(base, 86_400_000))
      expect(delay).toBeLessThanOrEqual(Math.min(base * 1.2, 86_400_000))
    }),
  )
})
