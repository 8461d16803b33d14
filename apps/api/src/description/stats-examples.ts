import { type Example, one } from './example.ts'

const jobId = '019aa1b2-7c3d-7e4f-8a5b-6c7d8e9f0a1b'
const executionId = '019aa7c0-11d2-7f03-9b64-2a8c5e1f7d90'
const hours = { from: '2026-11-21T02:00:00.000Z', to: '2026-11-21T04:00:00.000Z' }
const bucketMs = 7_200_000
const counts = {
  ...{ pending: 0, running: 0, success: 118, failed: 2, timeout: 0 },
  ...{ missed: 0, skipped: 0, cancelled: 0 },
}
const successRate = 0.9833

/** Of statistics over time. */
export const statsExamples: Readonly<Record<string, readonly Example[]>> = {
  Series: one({
    ...hours,
    bucketMs,
    buckets: [
      {
        from: hours.from,
        counts,
        successRate,
        durationMs: { p50: 141.5, p95: 320.8, p99: 902.1 },
        latenessMs: { p50: 3.1, p95: 6.4, p99: 12.7 },
        sampleCount: 120,
      },
    ],
  }),
  Days: one({ data: [{ day: '2026-11-21', counts, successRate }] }),
  Failures: one({
    ...hours,
    atLeast: false,
    data: [
      {
        jobId,
        jobName: 'Nightly report',
        errorCode: 'http_status',
        statusCode: 503,
        count: 2,
        firstAt: '2026-11-21T02:30:00.000Z',
        lastAt: '2026-11-21T03:30:00.000Z',
        lastExecutionId: executionId,
      },
    ],
  }),
  RecentExecutions: one({
    data: [
      {
        jobId,
        executions: [
          {
            id: executionId,
            status: 'success',
            scheduledFor: '2026-11-21T01:30:00.000Z',
            durationMs: 144,
            latenessMs: 4,
          },
        ],
        successRate,
      },
    ],
  }),
  PlannedRuns: one({
    ...hours,
    bucketMs,
    complete: true,
    buckets: [{ from: hours.from, count: 12 }],
  }),
}
