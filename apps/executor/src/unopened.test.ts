import { SealError } from '@prikke/vault'
import { describe, expect, test } from 'vitest'
import { unopened } from './unopened.ts'

const missing = new SealError('Sealed under another key.', { isKeyMissing: true })
const damaged = new SealError('Changed.')
const failed = { kind: 'final', status: 'failed', reply: { errorCode: 'secret_unreadable' } }

describe('an execution whose secret does not open', () => {
  test.each([
    [{ attempt: 1, spentCount: 0, lostCount: 0 }, 'at first'],
    [{ attempt: 60, spentCount: 0, lostCount: 0 }, 'for ten minutes'],
    [{ attempt: 66, spentCount: 5, lostCount: 1 }, 'whatever was tried before'],
  ])('for want of its key is given back at no cost: %j, %s', execution => {
    expect(unopened(missing, execution)).toEqual({
      kind: 'released',
      started: false,
      delayMs: 10_000,
    })
  })

  test('has failed when no executor had its key for ten minutes', () => {
    const outcome = unopened(missing, { attempt: 61, spentCount: 0, lostCount: 0 })
    expect(outcome).toMatchObject(failed)
    expect(outcome).toHaveProperty('reply.errorMessage', expect.stringContaining('key'))
  })

  test('has failed at once when no key can open it', () => {
    expect(unopened(damaged, { attempt: 1, spentCount: 0, lostCount: 0 })).toMatchObject(failed)
  })
})
