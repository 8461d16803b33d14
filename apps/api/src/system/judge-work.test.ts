import { expect, test } from 'vitest'
import { levelOf } from './check.ts'
import { judgeWork } from './judge-work.ts'

type Work = Parameters<typeof judgeWork>[0]

const told = { waiting: 0, oldestMs: null, dead: 0 }
const calm: Work = {
  schedule: { sinceTickMs: 400, unwritten: 0, oldestUnwrittenMs: null },
  queue: { due: 0, oldestDueMs: null, claimed: 0, retrying: 0, replays: 0 },
  lateness: { p50: 2, p95: 5, p99: 9, sampleCount: 1_200 },
  alerts: told,
  mails: told,
  retention: { sinceSuccessMs: 60_000 },
}
const found = (more: Partial<Work>, name: string) =>
  judgeWork({ ...calm, ...more }).find(check => check.name === name)

test('where all is done in time nothing is to be looked at', () => {
  expect(levelOf(judgeWork(calm))).toBe('ok')
  expect(found({}, 'lateness')?.says).toBe(
    'Half started within 2 ms, 99 % within 9 ms; of 1,200 executions in 15 minutes.',
  )
})

const queue = (oldestDueMs: number) => ({ queue: { ...calm.queue, due: 3, oldestDueMs } })
const late = (p99: number) => ({ lateness: { ...calm.lateness, p99 } })

test.each([
  ['no tick at all', { schedule: { ...calm.schedule, sinceTickMs: null } }, 'tick', 'bad'],
  ['a tick 6 s ago', { schedule: { ...calm.schedule, sinceTickMs: 6_000 } }, 'tick', 'warn'],
  ['a tick 16 s ago', { schedule: { ...calm.schedule, sinceTickMs: 16_000 } }, 'tick', 'bad'],
  [
    'jobs overdue for a minute',
    { schedule: { sinceTickMs: 10, unwritten: 2, oldestUnwrittenMs: 60_000 } },
    'tick',
    'bad',
  ],
  ['one that waits 2 s', queue(2_000), 'queue', 'ok'],
  ['one that waits 6 s', queue(6_000), 'queue', 'warn'],
  ['one that waits 2 min', queue(120_000), 'queue', 'bad'],
  ['a p99 of 0.9 s', late(900), 'lateness', 'ok'],
  ['a p99 of 1.2 s', late(1_200), 'lateness', 'warn'],
  ['a p99 of 6 s', late(6_000), 'lateness', 'bad'],
  [
    'nothing that ran',
    { lateness: { p50: null, p95: null, p99: null, sampleCount: 0 } },
    'lateness',
    'ok',
  ],
  ['an alert that nobody took', { alerts: { ...told, dead: 1 } }, 'alerts', 'warn'],
  ['mail that waits 11 min', { mails: { waiting: 1, oldestMs: 660_000, dead: 0 } }, 'mails', 'bad'],
  ['no tidying up for 4 h', { retention: { sinceSuccessMs: 4 * 3_600_000 } }, 'retention', 'warn'],
  ['none for 2 days', { retention: { sinceSuccessMs: 48 * 3_600_000 } }, 'retention', 'bad'],
] as const)('%s', (_, more, name, level) => {
  expect(found(more as Partial<Work>, name)?.level).toBe(level)
})
