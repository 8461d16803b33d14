import { describe, expect, test } from 'vitest'
import { rateInWords, shareInWords, tooOften } from './run-rate.ts'

const free = {
  limitsEnabled: true,
  tier: 'free' as const,
  executions: { used: 0, limit: 5_000, overQuota: 0 },
  shortestIntervalMinutes: 60,
}
const unlimited = { ...free, limitsEnabled: false, executions: { ...free.executions, limit: null } }

describe('how often a job runs', () => {
  test.each([
    [43_830, 'About 43,830 runs a month'],
    [30.44, 'About 30 runs a month'],
    [1, 'About one run a month'],
    [0.58, 'About 7 runs a year'],
    [0.08, 'About one run a year'],
    [0.02, 'Less than one run a year'],
  ])('%d a month is "%s"', (runs, words) => {
    expect(rateInWords(runs)).toBe(words)
  })

  test('is set beside the limit of the plan, where there is one', () => {
    expect(shareInWords(730, free)).toBe(': 15 % of the 5,000 of your plan')
    expect(shareInWords(4, free)).toBe(': less than 1 % of the 5,000 of your plan')
    expect(shareInWords(730, unlimited)).toBe('')
    expect(shareInWords(730, undefined)).toBe('')
  })
})

describe('runs too close together', () => {
  test('are told where the plan does not take them', () => {
    expect(tooOften(5, free)).toBe(
      'Free runs a job at most every 60 minutes; two runs of this one would be 5 minutes apart.',
    )
  })

  test.each([
    [60, free],
    [1, unlimited],
    [null, free],
    [1, undefined],
  ])('are not %s minutes apart with %j', (minutes, limits) => {
    expect(tooOften(minutes, limits)).toBeNull()
  })
})
