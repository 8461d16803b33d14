import type { Reply } from '@prikke/outbound'
import { describe, expect, test } from 'vitest'
import { judge, retryAfterMs } from './outcome.ts'

const now = Date.parse('2026-11-21T12:00:00Z')
const timings = { dnsMs: 1, connectMs: 1, tlsMs: null, firstByteMs: 2, totalMs: 5 }
const policy = { retryAttempts: 3, spentCount: 0 }
const spent = { retryAttempts: 3, spentCount: 3 }

const answered = (statusCode: number, headers: Record<string, string> = {}): Reply => ({
  kind: 'response',
  statusCode,
  headers,
  body: Buffer.from('said'),
  bodyBytes: 4,
  truncated: false,
  encoding: null,
  timings,
})
const broke = (code: Extract<Reply, { kind: 'error' }>['code']): Reply => ({
  kind: 'error',
  code,
  message: 'why',
  timings,
})

describe('what becomes of an execution', () => {
  test.each([
    [200, 'success', null],
    [204, 'success', null],
    [299, 'success', null],
    [301, 'failed', 'redirect_not_followed'],
    [304, 'failed', 'redirect_not_followed'],
    [400, 'failed', 'http_status'],
    [404, 'failed', 'http_status'],
    [410, 'failed', 'http_status'],
  ])('%i is final: %s %s', (status, expected, errorCode) => {
    expect(judge(answered(status), policy, now, 0)).toMatchObject({
      kind: 'final',
      status: expected,
      reply: { statusCode: status, errorCode, responseBytes: 4 },
      ...(status === 410 ? { gone: true } : {}),
    })
  })

  test.each([408, 425, 429, 500, 502, 503, 599])('%i is retried while retries are left', status => {
    expect(judge(answered(status), policy, now, 0)).toMatchObject({
      kind: 'retry',
      delayMs: 10_000,
    })
    expect(judge(answered(status), spent, now, 0)).toMatchObject({
      kind: 'final',
      status: 'failed',
    })
  })

  test.each([
    'dns_failed',
    'connect_failed',
    'tls_failed',
    'connection_lost',
    'response_invalid',
    'deadline_exceeded',
  ] as const)('%s is retried; a deadline ends as timeout', code => {
    expect(judge(broke(code), policy, now, 0)).toMatchObject({ kind: 'retry' })
    expect(judge(broke(code), spent, now, 0)).toMatchObject({
      kind: 'final',
      status: code === 'deadline_exceeded' ? 'timeout' : 'failed',
      reply: { errorCode: code },
    })
  })

  test.each(['blocked_address', 'port_not_allowed', 'response_headers_too_large'] as const)(
    '%s is final at once',
    code => {
      expect(judge(broke(code), policy, now, 0)).toMatchObject({ kind: 'final', status: 'failed' })
    },
  )

  test('an aborted request is given back', () => {
    expect(judge(broke('aborted'), policy, now, 0)).toEqual({ kind: 'released', started: true })
  })

  test('Retry-After sets the delay', () => {
    const asked = answered(503, { 'retry-after': '120' })
    expect(judge(asked, policy, now, 1)).toMatchObject({ kind: 'retry', delayMs: 120_000 })
  })
})

describe('Retry-After', () => {
  test.each([
    ['0', 0],
    ['30', 30_000],
    ['999999999', 24 * 60 * 60 * 1000],
    ['Sat, 21 Nov 2026 12:01:00 GMT', 60_000],
    ['Sat, 21 Nov 2026 11:00:00 GMT', 0],
    ['soon', null],
    ['1.5', null],
    ['-5', null],
    [undefined, null],
  ])('%s is %s ms', (header, expected) => {
    expect(retryAfterMs(header, now)).toBe(expected)
  })
})
