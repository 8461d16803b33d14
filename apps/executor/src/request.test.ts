import type { ClaimedExecution } from '@prikke/queue'
import { Webhook } from 'standardwebhooks'
import { describe, expect, test } from 'vitest'
import { requestFor } from './request.ts'

const secret = `whsec_${Buffer.alloc(24, 1).toString('base64')}`
const olderSecret = `whsec_${Buffer.alloc(24, 2).toString('base64')}`
const execution: ClaimedExecution = {
  id: '019aa1b2-7c3d-7e4f-8a5b-6c7d8e9f0a1b',
  organizationId: 'org',
  jobId: 'job',
  trigger: 'schedule',
  claimAskedAt: 0,
  scheduledFor: new Date('2026-11-21T12:00:00Z'),
  attempt: 2,
  spentCount: 1,
  lostCount: 0,
  timeoutMs: 7_000,
  job: null,
  isOrganizationDeleted: false,
  isUnread: false,
  signingSecrets: [secret, olderSecret],
}
const job = {
  version: 1,
  method: 'POST',
  url: 'https://example.com/hook',
  host: 'example.com',
  headers: {},
  body: '{"a":1}',
  retryAttempts: 3,
}

const requestOf = (values: Partial<typeof job> & { headers?: object } = {}) =>
  requestFor(execution, { ...job, ...values } as typeof job, {
    timestamp: Math.floor(Date.now() / 1000),
    version: '1.2.3',
  })

describe('what a target receives', () => {
  test('the headers of section "what a target receives", the same id on every attempt', () => {
    expect(requestOf()).toMatchObject({
      url: job.url,
      method: 'POST',
      body: Buffer.from(job.body),
      timeoutMs: 7_000,
      scope: 'org',
      headers: {
        'User-Agent': 'Prikke/1.2.3',
        'Accept-Encoding': 'identity',
        'Content-Type': 'application/json',
        'webhook-id': execution.id,
        'Prikke-Job-Id': 'job',
        'Prikke-Attempt': '2',
        'Prikke-Scheduled-For': '2026-11-21T12:00:00.000Z',
      },
    })
  })

  test.each([secret, olderSecret])(
    'verifies by each secret in force, also during a rotation',
    key => {
      const { headers, body } = requestOf()
      expect(new Webhook(key).verify(String(body), headers)).toEqual({ a: 1 })
    },
  )

  test.each([
    ['{"a":1}', 'application/json'],
    ['hello', 'text/plain; charset=utf-8'],
  ])('a body %s without a content type gets %s', (body, expected) => {
    expect(requestOf({ body }).headers['Content-Type']).toBe(expected)
  })

  test('a content type of the job is kept in its own spelling, and none is added without a body', () => {
    const headers = { 'content-TYPE': { value: 'text/csv', secret: false } }
    const kept = requestOf({ headers }).headers
    expect(kept['content-TYPE']).toBe('text/csv')
    expect(kept['Content-Type']).toBeUndefined()
    expect(
      requestFor(execution, { ...job, body: null }, { timestamp: 1, version: '1' }).headers,
    ).not.toHaveProperty('Content-Type')
  })

  test('identity is asked for whatever the job says; the user agent may be its own', () => {
    const headers = {
      'accept-encoding': { value: 'gzip', secret: false },
      'user-agent': { value: 'acme', secret: false },
    }
    const sent = requestOf({ headers }).headers
    expect(sent['Accept-Encoding']).toBe('identity')
    expect(sent['accept-encoding']).toBeUndefined()
    expect(sent['user-agent']).toBe('acme')
    expect(sent['User-Agent']).toBeUndefined()
  })
})
