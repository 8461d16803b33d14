import { type Example, one } from './example.ts'

const node = {
  id: '4c1f8a52-93d7-4be0-a6f1-0d2e7c5b9384',
  app: 'scheduler',
  version: '0.1.0',
  host: 'prikke-scheduler-1',
  pid: 7,
  startedAt: '2026-11-20T09:12:30.482Z',
  seenAt: '2026-11-21T14:04:56.120Z',
  isGone: false,
  isReady: true,
  reason: null,
  loops: [{ name: 'tick', sinceSuccessMs: 412, staleAfterMs: 15_000 }],
  slots: [],
  memoryBytes: 96_468_992,
  nodeVersion: '24.21.0',
  tzdata: '2026a',
  clockSkewMs: 0.4,
  roundTripMs: 0.9,
}
const tick = {
  name: 'tick',
  level: 'ok',
  says: 'The last tick was 412 ms ago; nothing is overdue.',
}
const told = { waiting: 0, oldestMs: null, dead: 0 }

/** Of what operators see of the instance. */
export const systemExamples: Readonly<Record<string, readonly Example[]>> = {
  SystemCheck: one(tick),
  SystemNode: one(node),
  System: one({
    at: '2026-11-21T14:05:00.000Z',
    level: 'ok',
    checks: [tick],
    nodes: [node],
    schedule: { sinceTickMs: 412, unwritten: 0, oldestUnwrittenMs: null },
    queue: { due: 0, oldestDueMs: null, claimed: 12, retrying: 3, replays: 0 },
    lateness: { p50: 3.1, p95: 8.6, p99: 14.2, sampleCount: 4_210 },
    alerts: told,
    mails: told,
    retention: { sinceSuccessMs: 1_260_000 },
  }),
  SystemDatabase: one({
    at: '2026-11-21T14:05:00.000Z',
    level: 'ok',
    checks: [{ name: 'migrations', level: 'ok', says: 'All 14 migrations are applied.' }],
    version: '18.4',
    sizeBytes: 512_483_328,
    startedAt: '2026-11-01T04:00:12.000Z',
    migrations: { applied: 14, known: 14 },
    sessions: {
      used: 23,
      most: 100,
      byApplication: [
        { application: 'prikke-api', total: 10, active: 1, idleInTransaction: 0, waiting: 0 },
      ],
      oldestTransactionMs: 12,
    },
    history: { days: 38, oldest: '2026-10-22', newest: '2026-11-28' },
    tables: [
      {
        name: 'execution_history',
        ...{ partitions: 38, totalBytes: 402_653_184, indexBytes: 121_634_816 },
        ...{ liveRows: 1_204_312, deadRows: 0, vacuumedAt: '2026-11-21T13:40:00.000Z' },
      },
    ],
  }),
  SystemSettings: one({
    level: 'ok',
    checks: [{ name: 'settings', level: 'ok', says: 'Nothing in the configuration stands out.' }],
    nodes: [
      {
        id: node.id,
        app: 'scheduler',
        settings: [
          { name: 'DATABASE_URL', value: 'postgres://db.internal:5432/prikke', from: 'file' },
          { name: 'METRICS_TOKEN', value: null, from: 'environment' },
          { name: 'RETENTION_DAYS', value: '30', from: 'default' },
        ],
      },
    ],
  }),
  OutboundTest: one({
    url: 'https://prikke.example.com/echo/self-test',
    isFine: true,
    statusCode: 200,
    errorCode: null,
    says: 'APP_URL was found, and its echo answered.',
    timings: { dnsMs: 1.2, connectMs: 8.4, tlsMs: 17.9, firstByteMs: 41.6, totalMs: 69.3 },
  }),
  MailTest: one({
    recipient: 'ada@example.com',
    status: 'sent',
    statusCode: 250,
    answer: '250 2.0.0 Ok: queued as 4C1F8A52',
    tookMs: 418,
  }),
}
