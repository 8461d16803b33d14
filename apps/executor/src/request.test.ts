import type { ClaimedExecution } from '@prikke/queue'
import { createVault, places, SealError } from '@prikke/vault'
import { Webhook } from 'standardwebhooks'
import { describe, expect, test } from 'vitest'
import { requestFor } from './request.ts'
import { createSigningSecrets } from './signing-secrets.ts'

const secret = `whsec_${Buffer.alloc(24, 1).toString('base64')}`
const olderSecret = `whsec_${Buffer.alloc(24, 2).toString('base64')}`
const vault = createVault([Buffer.alloc(32, 3)])
const sealedSecret = (secret: string) => vault.seal(secret, places.signingSecret('org'))
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
  // The older one is from before they were sealed.
  signingSecrets: [sealedSecret(secret), olderSecret],
}
const job = {
  version: 1,
  method: 'POST',
  url: 'https://example.com/hook',
  host: 'example.com',
  headers: {},
  body: '{"a":1}',
  retryAttempts: 3,
  executionId: null,
}

const requestOf = (
  values: Partial<Omit<typeof job, 'body' | 'executionId'>> & {
    headers?: object
    body?: string | null
    executionId?: string | null
  } = {},
) =>
  requestFor(execution, { ...job, ...values } as typeof job, {
    timestamp: Math.floor(Date.now() / 1000),
    version: '1.2.3',
    vault,
    signingSecrets: createSigningSecrets(vault),
  })

test('what one execution alone sends is opened for it, and for nothing else', () => {
  const own = {
    executionId: execution.id,
    headers: sealedHeaders(places.ownHeader(execution.id, 'x-key')),
  }
  expect(requestOf(own).headers['X-Key']).toBe('canary')
  expect(() => requestOf({ ...own, executionId: 'another' })).toThrow(SealError)
  expect(() => requestOf({ ...own, executionId: null })).toThrow(SealError)
  const ofJob = sealedHeaders(places.header(execution.jobId, 'x-key'))
  expect(() => requestOf({ ...own, headers: ofJob })).toThrow(SealError)
})

const sealedHeaders = (place: Parameters<typeof vault.seal>[1]) => ({
  'X-Key': { sealed: vault.seal('canary', place), secret: true },
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
    expect(requestOf({ body: null }).headers).not.toHaveProperty('Content-Type')
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

  test('what is sealed is sent in clear, and opens for this job and this header alone', () => {
    const seal = (name: string) => vault.seal('Bearer a-token', places.header('job', name))
    const sent = requestOf({
      headers: { Authorization: { sealed: seal('AUTHORIZATION'), secret: true } },
    })
    expect(sent.headers.Authorization).toBe('Bearer a-token')
    expect(sent.hider?.text('you sent a-token')).toBe('you sent [secret]')
    for (const sealed of [
      seal('x-other'),
      vault.seal('x', places.header('job-2', 'Authorization')),
    ]) {
      expect(() => requestOf({ headers: { Authorization: { sealed, secret: true } } })).toThrow(
        SealError,
      )
    }
  })

  test('a signing secret of another organization does not open, and one is opened once', () => {
    let openedCount = 0
    const opening = createSigningSecrets({
      open: (...asked) => {
        openedCount++
        return vault.open(...asked)
      },
    })
    const sealed = sealedSecret(secret)
    for (let n = 0; n < 100; n++) expect(opening('org', [`${sealed}`])).toEqual([secret])
    expect(openedCount).toBe(1)
    expect(() => opening('org-2', [sealed])).toThrow(SealError)
    expect(opening('org', [sealedSecret(olderSecret)])).toEqual([olderSecret])
  })
})
