import { describe, expect, test } from 'vitest'
import { retryMail } from './retry.ts'

const said = { statusCode: 421, answer: 'busy' }

describe('a mail that the relay did not take', () => {
  test.each([
    [1, 5_000],
    [2, 15_000],
    [3, 45_000],
    [7, 3_645_000],
  ])('after try %i is tried again after %i ms, or up to a fifth more', (attempt, delayMs) => {
    const mail = { attempt, livesMs: null }
    expect(retryMail(mail, said, 0)).toEqual({ kind: 'retry', ...said, delayMs })
    expect(retryMail(mail, said, 1)).toMatchObject({ delayMs: expect.closeTo(delayMs * 1.2, 3) })
  })

  test('is given up after eight tries', () => {
    expect(retryMail({ attempt: 8, livesMs: null }, said, 0)).toEqual({
      kind: 'dead',
      statusCode: 421,
      answer: 'Given up after 8 tries: busy',
    })
  })

  test('is given up when its link would have ended by the next try', () => {
    expect(retryMail({ attempt: 2, livesMs: 15_001 }, said, 0).kind).toBe('retry')
    expect(retryMail({ attempt: 2, livesMs: 15_000 }, said, 0).kind).toBe('dead')
  })
})
