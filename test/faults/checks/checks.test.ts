import { expect, test } from 'vitest'
import type { AlertRow, AttemptRow, Evidence, ExecutionRow } from '../evidence.ts'
import { createFaultLog } from '../fault-log.ts'
import { beginStory } from '../job-story.ts'
import { checkAll } from './all-checks.ts'

const t0 = Date.parse('2026-05-04T10:00:30Z')
const minute = (n: number) => Date.parse('2026-05-04T10:00:00Z') + n * 60_000
const worker = 'executor-host-77-abcdef'
const channel = { id: 'c1', organization: 0, token: 'hook', kind: 'webhook' }

/** One job that ran in three minutes: it failed, was tried again in vain, and recovered. */
function wellDone() {
  const row = (n: number, status: string, statusCode: number): ExecutionRow => ({
    ...{ id: `e${n}`, jobId: 'j1', trigger: 'schedule', status, statusCode, worker },
    ...{ scheduledFor: minute(n), startedAt: minute(n), finishedAt: minute(n) + 50 },
    ...{ attempt: 1, errorCode: statusCode === 200 ? null : 'http_status' },
    ...{ answeredTo: 1, errorMessage: null, timings: null },
    ...{ endedAs: n, endedAt: minute(n) + 60 },
  })
  const alert = (n: number, type: string): AlertRow => ({
    ...{ id: `a${n}`, executionId: `e${n}`, jobId: 'j1', channelId: 'c1', type, status: 'sent' },
    ...{ attempt: 1, createdAt: minute(n) + 60, settledAt: minute(n) + 90 },
  })
  const executions = [row(1, 'success', 200), row(2, 'failed', 500), row(3, 'success', 200)]
  const second = executions[1] as ExecutionRow
  second.attempt = 2
  second.answeredTo = 2
  const attempts: AttemptRow[] = [
    {
      ...{ executionId: 'e2', number: 1, startedAt: minute(2), finishedAt: minute(2) + 10, worker },
      ...{ errorCode: 'http_status', statusCode: 500, answeredTo: 1 },
    },
  ]
  const story = {
    ...beginStory({ token: 't1', organization: 0, key: 't1', alertOn: 'change' }),
    isMade: true,
  }
  const everyMinute = { type: 'cron', expression: '* * * * *', timezone: 'UTC' } as const
  story.changes.push({ from: t0, to: t0 + 100, schedule: everyMinute })
  story.changes.push({ from: minute(3) + 5_000, to: minute(3) + 5_100, schedule: null })
  const sent = (attempt: number, answer: number) => ({ at: minute(attempt), attempt, answer })
  const evidence: Evidence = {
    executions,
    attempts,
    alerts: [alert(2, 'execution.failed'), alert(3, 'job.recovered')],
    jobs: new Map([['j1', { id: 'j1', enabled: true, lastStatus: 'success', alertOn: 'change' }]]),
    channels: new Set(['c1']),
    usage: [{ organizationId: 'o1', month: '2026-05-01', counted: 3, rows: 3 }],
    queuedCount: 0,
    jobOfToken: new Map([['t1', 'j1']]),
    tokensTwice: [],
    deliveries: new Map([
      ['e1', [sent(1, 200)]],
      ['e2', [sent(1, 500), sent(2, 500)]],
      ['e3', [sent(1, 200)]],
    ]),
    told: new Map([
      ['hook e2 execution.failed', [{ at: minute(2), id: 'a2', answer: 200 }]],
      ['hook e3 job.recovered', [{ at: minute(3), id: 'a3', answer: 200 }]],
    ]),
    goneSince: new Map(),
    witness: {
      ...{ clients: [], watched: [channel], runs: [], cancels: new Map(), channels: [] },
      stories: new Map([['t1', story]]),
      counts: { asked: 0, refused: 0, unanswered: 0 },
    },
    log: createFaultLog(),
  }
  return { evidence, story, second, executions, attempts }
}

type Case = ReturnType<typeof wellDone>
const first = <T>(list: T[]): T => list[0] as T

test('what is as it was promised passes every check', () => {
  expect(checkAll(wellDone().evidence)).toEqual([])
})

test.each<[string, string, (done: Case) => void]>([
  ['an occurrence is lost', 'ledger', ({ evidence }) => evidence.executions.shift()],
  [
    'an occurrence is there twice',
    'ledger',
    ({ executions }) => executions.push({ ...first(executions), id: 'e9' }),
  ],
  [
    'an instant that no schedule names has a row',
    'ledger',
    ({ executions }) => Object.assign(first(executions), { scheduledFor: minute(1) + 1_000 }),
  ],
  [
    'an execution is not over',
    'finality',
    ({ evidence, second }) => {
      second.status = 'running'
      evidence.queuedCount = 1
    },
  ],
  [
    'an execution is cancelled by nobody',
    'finality',
    ({ second }) => Object.assign(second, { status: 'cancelled', errorCode: 'job_disabled' }),
  ],
  [
    'an execution was not counted',
    'usage',
    ({ evidence }) =>
      evidence.usage.push({ organizationId: 'o2', month: '2026-05-01', counted: 0, rows: 1 }),
  ],
  ['a success never came', 'deliveries', ({ evidence }) => evidence.deliveries.delete('e1')],
  [
    'one attempt came twice',
    'deliveries',
    ({ evidence }) => evidence.deliveries.get('e1')?.push({ at: t0, attempt: 1, answer: 200 }),
  ],
  [
    'a newer attempt came than the row knows',
    'deliveries',
    ({ evidence }) => evidence.deliveries.get('e1')?.push({ at: t0, attempt: 2, answer: 200 }),
  ],
  [
    'the row says something else than the target did',
    'deliveries',
    ({ second }) => Object.assign(second, { statusCode: 503 }),
  ],
  [
    'a stale answer has overwritten a newer one',
    'deliveries',
    ({ second }) => Object.assign(second, { answeredTo: 1 }),
  ],
  ['an attempt that came is not kept', 'deliveries', ({ attempts }) => attempts.pop()],
  [
    'an attempt was lost although nothing met its worker',
    'deliveries',
    ({ attempts }) =>
      Object.assign(first(attempts), { errorCode: 'worker_lost', statusCode: null }),
  ],
  [
    'something came that has no row',
    'deliveries',
    ({ evidence }) => evidence.deliveries.set('e9', [{ at: t0, attempt: 1, answer: 200 }]),
  ],
  ['an alert is missing', 'alerts', ({ evidence }) => evidence.alerts.pop()],
  [
    'an alert is there that should not be',
    'alerts',
    ({ evidence }) =>
      evidence.alerts.push({ ...first(evidence.alerts), id: 'a9', type: 'job.recovered' }),
  ],
  [
    'an alert was given up',
    'alerts',
    ({ evidence }) => Object.assign(first(evidence.alerts), { status: 'dead' }),
  ],
  ['an alert was never heard', 'alerts', ({ evidence }) => evidence.told.clear()],
  [
    'an alert was heard twice in one try',
    'alerts',
    ({ evidence }) =>
      evidence.told.get('hook e2 execution.failed')?.push({ at: t0, id: 'a2', answer: 200 }),
  ],
  [
    'an alert was tried again although nothing met it',
    'alerts',
    ({ evidence }) => Object.assign(first(evidence.alerts), { attempt: 2 }),
  ],
  [
    'an alert was heard whose row was rolled back',
    'alerts',
    ({ evidence }) =>
      evidence.told.set('hook e1 execution.failed', [{ at: t0, id: 'a9', answer: 200 }]),
  ],
  [
    'a job does not stand as its newest execution does',
    'alerts',
    ({ evidence }) => Object.assign(evidence.jobs.get('j1') ?? {}, { lastStatus: 'failed' }),
  ],
  ['an acknowledged job is lost', 'acknowledged', ({ evidence }) => evidence.jobs.clear()],
  [
    'an acknowledged run is lost',
    'acknowledged',
    ({ evidence, story }) => evidence.witness.runs.push({ id: 'e9', story }),
  ],
  [
    'an acknowledged channel is lost',
    'acknowledged',
    ({ evidence }) => evidence.channels.delete('c1'),
  ],
  [
    'a process left by itself',
    'processes',
    ({ evidence }) =>
      evidence.log.exits.push({
        ...{ slot: 'api-1', pid: 5, at: t0, code: 1, signal: null, why: 'unexpected' },
        askedAt: null,
      }),
  ],
  [
    'a process left with a complaint when it was asked to',
    'processes',
    ({ evidence }) =>
      evidence.log.exits.push({
        ...{ slot: 'api-1', pid: 5, at: t0, code: 1, signal: null, why: 'asked' },
        askedAt: t0 - 100,
      }),
  ],
  [
    'a process said that it has a bug',
    'processes',
    ({ evidence }) =>
      evidence.log.complaints.push({ slot: 'api-1', pid: 5, at: t0, line: 'a bug' }),
  ],
])('a check says so when %s', (_, check, spoil) => {
  const done = wellDone()
  spoil(done)
  expect(new Set(checkAll(done.evidence).map(violation => violation.check))).toContain(check)
})
