import type { ImportEntry } from '@prikke/contract'
import { expect, test } from 'vitest'
import { pastedFields } from './pasted-fields.ts'

const job: NonNullable<ImportEntry['job']> = {
  ...{ key: null, name: 'a.example', tags: [], url: 'https://a.example', method: 'POST' },
  ...{ headers: { 'X-A': 'b' }, body: 'c', scheduleType: 'cron', cronExpression: '@hourly' },
  ...{ scheduledAt: null, timezone: 'UTC', enabled: false, pauseNote: null, timeoutMs: 30_000 },
  ...{ overlap: 'allow', catchUp: 'latest', alertOn: 'change' },
}
const entry: ImportEntry = {
  ...{ line: 1, source: 'curl', job, description: null, nextRun: null },
  ...{ taken: [], dropped: [], problem: null },
}
const request = { url: job.url, method: 'POST', headers: job.headers, body: 'c' }

test('of a curl the request is taken, and nothing that it does not say', () => {
  expect(pastedFields('curl', entry)).toEqual(request)
})

test('of a line of a crontab the schedule is taken too', () => {
  expect(pastedFields('crontab', entry)).toEqual({
    ...request,
    ...{ scheduleType: 'cron', cronExpression: '@hourly', timezone: 'UTC' },
  })
})

test('limits that it names are taken', () => {
  const said = { timeoutMs: 5_000, retryAttempts: 3, overlap: 'skip' as const }
  expect(pastedFields('curl', { ...entry, job: { ...job, ...said } })).toEqual({
    ...request,
    ...said,
  })
})

test('where there is no call there is nothing to take', () => {
  expect(pastedFields('curl', { ...entry, job: null })).toEqual({})
})
