import { type Example, one } from './example.ts'

const jobId = '019aa1b2-7c3d-7e4f-8a5b-6c7d8e9f0a1b'
const day = { from: '2026-11-21T02:00:00.000Z', to: '2026-11-21T04:00:00.000Z' }
const filter = { status: ['failed', 'timeout'], tag: ['billing'], q: 'refused', ...day }
const counts = {
  ...{ pending: 0, running: 0, success: 118, failed: 2, timeout: 0 },
  ...{ missed: 0, skipped: 0, cancelled: 0 },
}

/** Of finding, counting and doing many at once. */
export const manyExamples: Readonly<Record<string, readonly Example[]>> = {
  TagCount: one({ tag: 'billing', jobCount: 12 }),
  ExecutionCount: one({ count: 412, atLeast: false }),
  Histogram: one({ ...day, bucketMs: 7_200_000, buckets: [{ from: day.from, counts }] }),
  JobsBulkInput: [
    {
      summary: 'Switch jobs off, and say why',
      value: {
        ids: [jobId],
        action: 'disable',
        pauseNote: 'The target is being moved',
        resumeAt: '2026-11-22T07:00:00.000Z',
      },
    },
    {
      summary: 'Count those of a tag',
      value: { filter: { tag: ['billing'] }, action: 'tag', tags: ['finance'], dryRun: true },
    },
    {
      summary: 'Tag them, all that were counted',
      value: { filter: { tag: ['billing'] }, action: 'tag', tags: ['finance'], expectedCount: 12 },
    },
  ],
  JobsBulkResult: one({ matchedCount: 12, changedCount: 11 }),
  JobsTriggerInput: [
    { summary: 'One by one', value: { ids: [jobId] } },
    {
      summary: 'All that fail',
      value: { filter: { failing: true, tag: ['billing'], q: 'report' }, expectedCount: 1 },
    },
  ],
  JobsTriggerResult: one({
    matchedCount: 1,
    executions: [{ jobId, executionId: '019aa7c0-11d2-7f03-9b64-2a8c5e1f7d90' }],
  }),
  ReplayInput: [
    { summary: 'Count', value: { filter, dryRun: true } },
    { summary: 'Run what was counted', value: { filter, expectedCount: 412 } },
  ],
  ReplayEdit: [
    {
      summary: 'Another address, and a secret of its own',
      value: {
        url: 'https://staging.example.com/reports',
        headers: {
          'X-Team': 'billing',
          Authorization: { secret: true },
          'X-Token': { value: '41d3', secret: true },
        },
      },
    },
    { summary: 'Another body', value: { body: '{"month":"2026-10"}' } },
  ],
  ExecutionNeighbours: one({ older: '019aa7c0-0f31-7a86-b2d4-7c91e0a3f512', newer: null }),
  CancelInput: [
    { summary: 'Count', value: { filter: { tag: ['billing'] }, dryRun: true } },
    {
      summary: 'Cancel what was counted',
      value: { filter: { tag: ['billing'] }, expectedCount: 7 },
    },
  ],
  CancelResult: one({ count: 7 }),
  ReplayCount: one({ count: 412, deletedJobCount: 3 }),
  Replay: one({
    id: '019aa8f2-6b10-7c4d-8e35-92d7a1c0f648',
    status: 'running',
    filter,
    totalCount: 412,
    replayedCount: 180,
    skippedCount: 1,
    createdAt: '2026-11-21T09:15:00.412Z',
    finishedAt: null,
  }),
  Usage: one({
    month: '2026-11',
    tier: 'free',
    limitsEnabled: true,
    executions: { used: 3_120, limit: 5_000, overQuota: 0 },
    jobs: { used: 4, limit: 5 },
    members: { used: 2, limit: 2 },
    shortestIntervalMinutes: 60,
    historyDays: 7,
    byDay: [{ day: '2026-11-21', executions: 96 }],
    forecast: 4_460,
  }),
}
