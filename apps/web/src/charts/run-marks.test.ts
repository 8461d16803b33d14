import { describe, expect, test } from 'vitest'
import { kindOfStatus, latenessLines, latenessShare, markPath } from './run-marks.ts'

describe('how high a lateness stands', () => {
  test('from a millisecond at the foot to ten minutes at the head, never beyond', () => {
    expect(latenessShare(0)).toBe(0)
    expect(latenessShare(1)).toBe(0)
    expect(latenessShare(600_000)).toBe(1)
    expect(latenessShare(3_600_000)).toBe(1)
  })

  test('higher the later, line by line', () => {
    const shares = latenessLines.map(latenessShare)
    expect(shares).toEqual(shares.toSorted((a, b) => a - b))
    expect(new Set(shares).size).toBe(shares.length)
  })
})

test('each kind of outcome has a shape of its own', () => {
  const statuses = ['success', 'failed', 'running', 'missed'] as const
  expect(new Set(statuses.map(status => markPath(kindOfStatus(status), 0, 0))).size).toBe(4)
  expect(kindOfStatus('timeout')).toBe(kindOfStatus('failed'))
})
