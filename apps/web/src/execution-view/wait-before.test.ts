import { expect, test } from 'vitest'
import { waitBefore } from './wait-before.ts'

test('the wait is from the end of one attempt to the start of the next', () => {
  const attempts = [
    { startedAt: '2026-11-21T01:30:00.000Z', finishedAt: '2026-11-21T01:30:01.000Z' },
    { startedAt: '2026-11-21T01:30:11.250Z', finishedAt: null },
    { startedAt: '2026-11-21T01:31:00.000Z', finishedAt: null },
  ]
  expect([0, 1, 2, 3].map(index => waitBefore(attempts, index))).toEqual([null, 10_250, null, null])
})
