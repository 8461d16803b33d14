import { describe, expect, test } from 'vitest'
import { nextOccurrence } from './next-occurrence.ts'
import { occurrencesBetween } from './occurrences-between.ts'
import type { Schedule } from './schedule.ts'

const start = Date.UTC(2027, 0, 15)

function oslo(cronExpression: string): Schedule {
  return { scheduleType: 'cron', cronExpression, timezone: 'Europe/Oslo' }
}

/** Milliseconds for one call, the best of several rounds so that a busy machine does not count. */
function callMs(schedule: Schedule): number {
  const calls = 500
  const rounds = Array.from({ length: 15 }, () => {
    const startedAt = performance.now()
    for (let call = 0; call < calls; call += 1) nextOccurrence(schedule, start + call * 60_000)
    return (performance.now() - startedAt) / calls
  })
  return Math.min(...rounds)
}

describe('the time that nextOccurrence takes', () => {
  test('for 29 February stays within 20 times the median of everyday schedules', () => {
    const everyday = ['* * * * *', '*/5 * * * *', '30 2 * * *', '0 9 * * MON-FRI', '0 0 1 * *']
    const times = everyday.map(expression => callMs(oslo(expression))).sort((a, b) => a - b)
    const median = times[2] ?? 0
    expect(callMs(oslo('0 0 29 2 *')) / median).toBeLessThan(20)
    expect(callMs(oslo('0 0 13 * 5')) / median).toBeLessThan(20)
  })

  test('has a median under a millisecond over all zones, first questions included', () => {
    const expressions = ['* * * * *', '*/5 * * * *', '30 2 * * *', '0 9 * * MON-FRI', '0 0 29 2 *']
    const times = Intl.supportedValuesOf('timeZone').flatMap(timezone =>
      expressions.map(cronExpression => {
        const startedAt = performance.now()
        nextOccurrence({ scheduleType: 'cron', cronExpression, timezone }, start)
        return performance.now() - startedAt
      }),
    )
    times.sort((a, b) => a - b)
    expect(times[Math.floor(times.length / 2)]).toBeLessThan(1)
  })

  test('does not grow with the number of occurrences walked before', () => {
    const everyMinute = oslo('* * * * *')
    const walkMs = (days: number) => {
      const before = process.threadCpuUsage()
      const found = occurrencesBetween(everyMinute, start, start + days * 86_400_000)
      const { user, system } = process.threadCpuUsage(before)
      expect(found).toHaveLength(days * 1_440)
      return (user + system) / 1000
    }
    walkMs(30)
    // Time of this thread's own, all rounds together: a busy machine lets both wait.
    const rounds = Array.from({ length: 20 }, () => {
      const shortMs = Array.from({ length: 10 }, () => walkMs(3)).reduce((all, each) => all + each)
      return { shortMs, longMs: walkMs(30) }
    })
    const sum = (of: 'shortMs' | 'longMs') => rounds.reduce((all, round) => all + round[of], 0)
    expect(sum('longMs') / sum('shortMs')).toBeLessThan(4)
  })
})
