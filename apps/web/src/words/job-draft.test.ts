import type { Job } from '@prikke/contract'
import { describe, expect, test } from 'vitest'
import {
  copyOf,
  draftFrom,
  draftOf,
  emptyDraft,
  inputOf,
  patchOf,
  previewOf,
  withoutSecrets,
} from './job-draft.ts'

const job: Job = {
  id: '019aa1b2-7c3d-7e4f-8a5b-6c7d8e9f0a1b',
  key: 'invoices',
  tags: ['billing'],
  name: 'Invoices',
  url: 'https://acme.test/invoices',
  method: 'POST',
  headers: { 'X-Team': 'billing', Authorization: { secret: true } },
  body: '{}',
  scheduleType: 'once',
  cronExpression: null,
  scheduledAt: '2026-11-21T13:05:09.000Z',
  timezone: 'Europe/Oslo',
  enabled: true,
  pauseNote: null,
  retryAttempts: 5,
  timeoutMs: 2_500,
  overlap: 'skip',
  catchUp: 'all',
  alertOn: 'every',
  intervalMinutes: null,
  nextRunAt: null,
  lastRunAt: null,
  lastStatus: null,
  version: 3,
  createdAt: '2026-11-01T00:00:00.000Z',
  updatedAt: '2026-11-01T00:00:00.000Z',
}

describe('a draft of a stored job', () => {
  test('says the same job again', () => {
    const { name, url, method, headers, body, scheduleType, cronExpression, scheduledAt } = job
    const { timezone, retryAttempts, timeoutMs, overlap, catchUp, alertOn, key, tags } = job
    expect(inputOf(draftOf(job))).toEqual({
      ...{ name, url, method, headers, body, scheduleType, cronExpression, scheduledAt },
      ...{ timezone, retryAttempts, timeoutMs, overlap, catchUp, alertOn, key, tags },
    })
  })

  test('shows the wall time of its zone', () => {
    expect(draftOf(job).runAt).toBe('2026-11-21T14:05:09')
  })
})

test('a copy has a name of its own, no key, and secrets to be typed', () => {
  expect(copyOf(job)).toMatchObject({
    name: 'Copy of Invoices',
    key: '',
    cronExpression: '*/15 * * * *',
  })
  expect(inputOf(copyOf(job)).headers).toMatchObject({ Authorization: { value: '', secret: true } })
})

describe('a patch', () => {
  test('takes out a header that is gone, and keeps a secret that was not typed anew', () => {
    const draft = draftOf(job)
    draft.headers = draft.headers.filter(({ name }) => name !== 'X-Team')
    expect(patchOf(draft, job).headers).toEqual({ 'X-Team': null, Authorization: { secret: true } })
  })

  test('sends a secret that was typed anew', () => {
    const draft = draftOf(job)
    draft.headers = [{ name: 'Authorization', value: 'Bearer b', secret: true, kept: true }]
    expect(patchOf(draft, job).headers).toEqual({
      'X-Team': null,
      Authorization: { value: 'Bearer b', secret: true },
    })
  })
})

describe('a new job', () => {
  test('leaves the number of retries to the kind of schedule unless one is typed', () => {
    const draft = emptyDraft('UTC')
    expect(inputOf(draft)).not.toHaveProperty('retryAttempts')
    expect(inputOf({ ...draft, retryAttempts: '0' })).toMatchObject({ retryAttempts: 0 })
  })

  test('drops header lines that are empty, and an empty body', () => {
    const blank = { name: ' ', value: '', secret: false, kept: false }
    const draft = { ...emptyDraft('UTC'), headers: [blank] }
    expect(inputOf(draft)).toMatchObject({ headers: {}, body: null })
  })

  test('sends no body of the kind none, and keeps what was typed', () => {
    const draft = { ...emptyDraft('UTC'), body: '{}', bodyKind: 'none' as const }
    expect(inputOf(draft).body).toBeNull()
    expect(inputOf({ ...draft, bodyKind: 'json' }).body).toBe('{}')
  })
})

describe('a draft that takes a request', () => {
  test('keeps what the request does not name', () => {
    const typed = { ...emptyDraft('Europe/Oslo'), name: 'Mine', cronExpression: '@daily' }
    const headers = { Accept: '*/*', Authorization: { value: 'Bearer a', secret: true as const } }
    const draft = draftFrom(typed, { url: 'https://acme.test', method: 'POST', headers, body: 'a' })
    expect(draft).toMatchObject({
      ...{ name: 'Mine', cronExpression: '@daily', timezone: 'Europe/Oslo', method: 'POST' },
      ...{ body: 'a', bodyKind: 'text' },
      headers: [
        { name: 'Accept', value: '*/*', secret: false, kept: false },
        { name: 'Authorization', value: 'Bearer a', secret: true, kept: false },
      ],
    })
  })

  test('is kept without the values of its secrets', () => {
    const draft = draftFrom(emptyDraft('UTC'), {
      headers: { Accept: '*/*', 'X-Key': { value: 'hush', secret: true } },
    })
    expect(JSON.stringify(withoutSecrets(draft))).not.toContain('hush')
    expect(withoutSecrets(draft).headers[0]?.value).toBe('*/*')
  })
})

describe('there is a preview', () => {
  const draft = emptyDraft('Europe/Oslo')
  test.each([
    ['of an expression', { cronExpression: ' @daily ' }, { cronExpression: ' @daily ' }],
    ['not of an empty one', { cronExpression: ' ' }, null],
    [
      'of a time',
      { scheduleType: 'once' as const, runAt: '2026-11-21T14:05' },
      { scheduledAt: '2026-11-21T13:05:00.000Z' },
    ],
    ['not without a time', { scheduleType: 'once' as const }, null],
  ])('%s', (_, typed, input) => {
    expect(previewOf({ ...draft, ...typed })).toEqual(
      input === null ? null : { ...input, timezone: 'Europe/Oslo' },
    )
  })
})
