import { expect, test } from 'vitest'
import { namesInstant } from './minute-oracle.ts'
import { planFaults } from './plan-faults.ts'
import { planLoad } from './plan-load.ts'
import { createRandom } from './random.ts'
import { runSeed } from './run-seed.ts'

test('30 s under a script of faults: every promise holds', async () => {
  const options = { seed: 1, seconds: 30, rate: 30, hurry: true, say: () => {} }
  const { report, violations } = await runSeed(options)
  expect(violations).toEqual([])
  expect(report.executions).toBeGreaterThan(300)
  expect(Object.keys(report.faults).length).toBeGreaterThan(3)
})

test('the same seed asks the same and disturbs the same, another one does not', () => {
  const scripts = [7, 7, 8].map(seed => [
    planLoad(createRandom(seed).fork(1), { seconds: 30, rate: 50 }),
    planFaults(createRandom(seed).fork(2), 30),
  ])
  expect(scripts[0]).toEqual(scripts[1])
  expect(scripts[0]).not.toEqual(scripts[2])
})

test.each([
  ['* * * * *', 'UTC', '2026-05-04T10:17:00Z', true],
  ['* * * * *', 'UTC', '2026-05-04T10:17:00.001Z', false],
  ['*/2 * * * *', 'UTC', '2026-05-04T10:17:00Z', false],
  ['1-59/2 * * * *', 'UTC', '2026-05-04T10:17:00Z', true],
  ['2 16 * * *', 'Asia/Kathmandu', '2026-05-04T10:17:00Z', true],
  ['17 10 * * *', 'Asia/Kathmandu', '2026-05-04T10:17:00Z', false],
  ['0 0 29 2 *', 'UTC', '2028-02-29T00:00:00Z', true],
])('the oracle of the harness: %s in %s names %s: %s', (expression, timezone, at, names) => {
  expect(namesInstant({ type: 'cron', expression, timezone }, Date.parse(at))).toBe(names)
})
