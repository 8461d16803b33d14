import { auditExamples } from './audit-examples.ts'
import { type Example, one } from './example.ts'
import { exportExamples } from './export-examples.ts'
import { manyExamples } from './many-examples.ts'
import { peopleExamples } from './people-examples.ts'
import { statsExamples } from './stats-examples.ts'
import { systemExamples } from './system-examples.ts'
import { tryingExamples } from './trying-examples.ts'

const ids = {
  job: '019aa1b2-7c3d-7e4f-8a5b-6c7d8e9f0a1b',
  execution: '019aa7c0-11d2-7f03-9b64-2a8c5e1f7d90',
  channel: '019aa1b3-0e52-7a11-b6c8-94d1f03a5b27',
  alert: '019aa7c0-4c1e-7b25-a3d9-58f6e02b91c4',
  organization: '019aa1b0-3a91-7c58-9e07-1f6d84b2a3c5',
}

const madeAt = '2026-11-20T09:12:30.482Z'

const nightly = {
  name: 'Nightly report',
  url: 'https://api.example.com/reports',
  method: 'POST',
  body: '{"report":"revenue"}',
  scheduleType: 'cron',
  cronExpression: '30 2 * * *',
  timezone: 'Europe/Oslo',
  tags: ['billing', 'nightly'],
}
const job = {
  id: ids.job,
  key: 'nightly-report',
  ...nightly,
  headers: { 'X-Team': 'billing', Authorization: { secret: true } },
  scheduledAt: null,
  enabled: true,
  pauseNote: null,
  resumeAt: null,
  pausedBy: null,
  retryAttempts: 2,
  timeoutMs: 30_000,
  overlap: 'skip',
  catchUp: 'latest',
  alertOn: 'change',
  intervalMinutes: 1_440,
  nextRunAt: '2026-11-22T01:30:00.000Z',
  lastRunAt: '2026-11-21T01:30:00.004Z',
  lastStatus: 'success',
  version: 3,
  createdAt: madeAt,
  updatedAt: '2026-11-20T16:40:02.117Z',
}

const timings = { dnsMs: 1.2, connectMs: 8.4, tlsMs: 17.9, firstByteMs: 141.6, totalMs: 142.3 }
const answered = {
  statusCode: 200,
  errorCode: null,
  errorMessage: null,
  responseHeaders: { 'content-type': 'application/json' },
  responseBody: '{"rows":1204}',
  responseEncoding: 'utf8',
  responseTruncated: false,
  responseBytes: 13,
  request: {
    method: 'POST',
    url: nightly.url,
    headers: { 'X-Team': 'billing', Authorization: { secret: true } },
    body: nightly.body,
  },
  jobVersion: 3,
}
const ran = { startedAt: '2026-11-21T01:30:00.004Z', finishedAt: '2026-11-21T01:30:00.148Z' }
const summary = {
  id: ids.execution,
  jobId: ids.job,
  jobName: nightly.name,
  status: 'success',
  trigger: 'schedule',
  replayOf: null,
  scheduledFor: '2026-11-21T01:30:00.000Z',
  ...ran,
  durationMs: 144,
  latenessMs: 4,
  attempt: 1,
  maxAttempts: 3,
  nextAttemptAt: null,
  statusCode: 200,
  errorCode: null,
  errorMessage: null,
}
const attempt = { number: 1, ...ran, durationMs: 144, timings, ...answered }

const channel = {
  id: ids.channel,
  kind: 'slack',
  name: 'On call',
  address: null,
  url: 'https://hooks.slack.com/…XXXX',
  enabled: true,
  createdAt: madeAt,
  updatedAt: madeAt,
}
const run = { at: '2026-11-22T01:30:00.000Z', local: '2026-11-22T02:30:00', offset: '+01:00' }

const known: Readonly<Record<string, readonly Example[]>> = {
  JobInput: [
    {
      summary: 'Every night at half past two',
      value: {
        ...nightly,
        key: 'nightly-report',
        headers: {
          'X-Team': 'billing',
          Authorization: { value: 'Bearer 0c5e7a91', secret: true },
        },
        retryAttempts: 2,
        overlap: 'skip',
      },
    },
    {
      summary: 'Once',
      value: {
        name: 'End of trial',
        url: 'https://api.example.com/trials/42/end',
        method: 'POST',
        scheduleType: 'once',
        scheduledAt: '2027-03-01T08:00:00.000Z',
      },
    },
  ],
  JobPatch: [
    {
      summary: 'Another schedule, and a header less',
      value: { cronExpression: '0 6 * * MON-FRI', headers: { 'X-Team': null } },
    },
    {
      summary: 'Pause it until eight in the morning',
      value: {
        enabled: false,
        pauseNote: 'The reports are being moved',
        resumeAt: '2026-11-22T07:00:00.000Z',
      },
    },
  ],
  Job: one(job),
  SavedVersion: one({
    version: 3,
    createdAt: '2026-11-20T16:40:02.117Z',
    ...answered.request,
    by: { type: 'user', name: 'ada@example.com' },
    changed: ['cronExpression', 'body'],
  }),
  SyncJob: one({ key: 'nightly-report', ...nightly }),
  SyncInput: one({ jobs: [{ key: 'nightly-report', ...nightly }], prune: true }),
  SyncResult: one({
    created: ['nightly-report'],
    updated: [],
    unchanged: ['hourly-ping'],
    deleted: ['old-import'],
  }),
  PreviewInput: one({ cronExpression: '30 2 * * *', timezone: 'Europe/Oslo', limit: 2 }),
  Preview: one({
    description: 'Every day at 02:30',
    cronExpression: '30 2 * * *',
    intervalMinutes: 1_440,
    runsPerMonth: 30.44,
    fields: [
      { name: 'minute', text: '30', meaning: 'minute 30' },
      { name: 'hour', text: '2', meaning: 'hour 2' },
      { name: 'day of month', text: '*', meaning: 'every day of the month' },
      { name: 'month', text: '*', meaning: 'every month' },
      { name: 'day of week', text: '*', meaning: 'every day of the week' },
    ],
    runs: [run, { ...run, at: '2026-11-23T01:30:00.000Z', local: '2026-11-23T02:30:00' }],
    warnings: [
      {
        code: 'clock_change',
        message: 'On 28 March 2027 02:30 does not exist: it runs at 03:00 then.',
      },
    ],
  }),
  UpcomingRun: one(run),
  ExecutionSummary: one(summary),
  Execution: one({
    ...{ ...summary, ...answered, triggeredBy: null, edited: false, replayId: null },
    attempts: [attempt],
  }),
  Stats: one({
    from: '2026-11-20T14:05:00.000Z',
    to: '2026-11-21T14:05:00.000Z',
    counts: {
      ...{ pending: 1, running: 0, success: 287, failed: 1, timeout: 0 },
      ...{ missed: 0, skipped: 2, cancelled: 0 },
    },
    overQuota: 0,
    successRate: 0.9965,
    durationMs: { p50: 141.5, p95: 320.8, p99: 902.1 },
    latenessMs: { p50: 3.1, p95: 6.4, p99: 12.7 },
    sampleCount: 288,
  }),
  ChannelInput: [
    { summary: 'Mail', value: { address: 'oncall@example.com' } },
    {
      summary: 'Slack',
      value: { name: 'On call', url: 'https://hooks.slack.com/services/T0000/B0000/XXXXXXXX' },
    },
    {
      summary: 'A webhook of your own',
      value: { kind: 'webhook', url: 'https://api.example.com/alerts' },
    },
  ],
  ChannelPatch: one({ enabled: false }),
  Channel: one(channel),
  ChannelTest: one({ status: 'sent', statusCode: 200, answer: 'ok' }),
  Alert: one({
    id: ids.alert,
    type: 'execution.failed',
    status: 'sent',
    channelId: ids.channel,
    kind: 'slack',
    target: channel.url,
    jobId: ids.job,
    executionId: ids.execution,
    attempt: 1,
    statusCode: 200,
    answer: 'ok',
    createdAt: '2026-11-21T01:31:12.500Z',
    settledAt: '2026-11-21T01:31:12.731Z',
  }),
  ...peopleExamples,
  ...systemExamples,
  ...auditExamples,
  ...manyExamples,
  ...statsExamples,
  ...tryingExamples,
  AlertMessage: one({
    type: 'execution.failed',
    createdAt: '2026-11-21T01:31:12.500Z',
    organization: { id: ids.organization, slug: 'acme', name: 'Acme' },
    job: { id: ids.job, name: nightly.name, url: nightly.url },
    execution: {
      id: ids.execution,
      status: 'failed',
      scheduledFor: '2026-11-21T01:30:00.000Z',
      statusCode: 500,
      errorCode: 'http_status',
      errorMessage: 'The target answered 500.',
      responseExcerpt: 'out of memory',
      attempt: 3,
    },
    links: { execution: `https://prikke.example.com/executions/${ids.execution}` },
  }),
  Problem: one({
    type: 'about:blank',
    title: 'Unprocessable Entity',
    status: 422,
    detail: 'cronExpression: minute 61 is out of range 0 to 59',
    code: 'cron_invalid',
    requestId: '0f3c1d0a-7be2-4a55-9c61-5d8e2f4b7a90',
    errors: [
      {
        path: 'cronExpression',
        code: 'cron_invalid',
        message: 'minute 61 is out of range 0 to 59',
      },
    ],
  }),
}

/**
 * By the name of the schema. Every answer and every body has one: of a page it is made from that of
 * its items. A test holds each to its schema.
 */
export const examples: Readonly<Record<string, readonly Example[]>> = {
  ...known,
  ...exportExamples(known),
}
