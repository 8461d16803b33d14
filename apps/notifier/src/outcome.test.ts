import type { Reply } from '@prikke/outbound'
import { describe, expect, test } from 'vitest'
import { judgeAcceptance, judgeMailError, judgeReply, outcomeOf } from './outcome.ts'

const timings = { dnsMs: null, connectMs: null, tlsMs: null, firstByteMs: null, totalMs: 1 }
const now = Date.parse('2026-11-21T14:05:00Z')

function reply(statusCode: number, body = '', headers: Record<string, string> = {}): Reply {
  const bytes = Buffer.from(body)
  const whole = { bodyBytes: bytes.length, truncated: false, encoding: null, timings }
  return { kind: 'response', statusCode, headers, body: bytes, ...whole }
}

function failure(
  code: 'blocked_address' | 'connect_failed' | 'aborted' | 'port_not_allowed',
): Reply {
  return { kind: 'error', code, message: 'It did not work', timings }
}

describe('a reply', () => {
  test.each([
    [200, 'accepted'],
    [204, 'accepted'],
    [301, 'refused'],
    [400, 'refused'],
    [404, 'refused'],
    [408, 'unavailable'],
    [410, 'refused'],
    [425, 'unavailable'],
    [429, 'unavailable'],
    [500, 'unavailable'],
    [503, 'unavailable'],
  ])('of status %i is %s', (statusCode, kind) => {
    expect(judgeReply(reply(statusCode), now)).toMatchObject({ kind, statusCode })
  })

  test.each([
    ['blocked_address', 'refused'],
    ['port_not_allowed', 'refused'],
    ['connect_failed', 'unavailable'],
    ['aborted', 'aborted'],
  ] as const)('that is the error %s is %s', (code, kind) => {
    expect(judgeReply(failure(code), now).kind).toBe(kind)
  })

  test.each([
    [{ 'retry-after': '120' }, '', 120_000],
    [{ 'retry-after': 'Sat, 21 Nov 2026 14:06:00 GMT' }, '', 60_000],
    [{ 'retry-after': 'Sat, 21 Nov 2026 14:04:00 GMT' }, '', 0],
    [{ 'retry-after': 'soon' }, '', 0],
    [{ 'retry-after': '99999999' }, '', 86_400_000],
    [{}, '{"message":"You are being rate limited.","retry_after":64.5,"global":false}', 64_500],
    [{}, '{"retry_after":"64"}', 0],
    [{}, 'null', 0],
    [{}, 'slow down', 0],
  ])('with %j and %j asks to be left alone', (headers, body, askedMs) => {
    expect(judgeReply(reply(429, body, headers), now)).toMatchObject({ askedMs })
  })

  test('is kept with its first 500 characters, never half of one', () => {
    const answer = judgeReply(reply(200, `a${'😀'.repeat(400)}`), now)
    if (answer.kind !== 'accepted') throw new Error('200 was not accepted')
    expect(answer.answer).toHaveLength(500)
    expect(answer.answer.isWellFormed()).toBe(true)
    expect(judgeReply(reply(204), now)).toMatchObject({ answer: 'HTTP 204' })
  })
})

describe('a mail', () => {
  test.each([
    [
      { code: 'EENVELOPE', responseCode: 550, response: '550 No such user' },
      'refused',
      '550 No such user',
    ],
    [{ code: 'EENVELOPE', responseCode: 451, response: '451 Later' }, 'unavailable', '451 Later'],
    [{ code: 'EENVELOPE' }, 'refused', 'This is no address that mail can be sent to'],
    [
      { code: 'EAUTH', responseCode: 535, response: '535 no, bob' },
      'unavailable',
      'The mail relay refused the login of Prikke',
    ],
    [
      { code: 'EENVELOPE', responseCode: 530, response: '530 log in' },
      'unavailable',
      'The mail relay refused the login of Prikke',
    ],
    [{ code: 'ESOCKET' }, 'unavailable', 'The mail relay could not be reached'],
  ])('that met %j is %s', (error, kind, answer) => {
    expect(judgeMailError(error)).toMatchObject({ kind, answer })
  })

  test('that the relay took carries its words', () => {
    const answer = { kind: 'accepted', statusCode: 250, answer: '250 queued' }
    expect(judgeAcceptance('250 queued')).toEqual(answer)
  })
})

describe('an alert', () => {
  const away = { kind: 'unavailable' as const, statusCode: 503, answer: 'busy', askedMs: 0 }
  const failed = (attempt: number) => ({ type: 'execution.failed' as const, attempt })

  test('is tried again after 10 s, then ever later, eight times within some hours', () => {
    const delays = [1, 2, 3, 4, 5, 6, 7].map(attempt => {
      const outcome = outcomeOf(away, failed(attempt), 0)
      return outcome.kind === 'retry' ? outcome.delayMs / 1000 : null
    })
    expect(delays).toEqual([10, 30, 90, 270, 810, 2430, 7290])
    expect(outcomeOf(away, failed(8), 0)).toEqual({
      kind: 'dead',
      statusCode: 503,
      answer: 'Given up after 8 tries: busy',
    })
  })

  test('is spread by up to a fifth', () => {
    expect(outcomeOf(away, failed(1), 1)).toMatchObject({ delayMs: 12_000 })
  })

  test('waits as long as the receiver asked, never less than its own wait', () => {
    expect(outcomeOf({ ...away, askedMs: 60_000 }, failed(1), 0)).toMatchObject({ delayMs: 60_000 })
    expect(outcomeOf({ ...away, askedMs: 1_000 }, failed(1), 0)).toMatchObject({ delayMs: 10_000 })
  })

  test('is dead at once when it was refused', () => {
    const refused = { kind: 'refused' as const, statusCode: 404, answer: 'no_team' }
    expect(outcomeOf(refused, failed(1), 0)).toEqual({ ...refused, kind: 'dead' })
  })

  test('that is a test of a channel is tried once, and dead with the real answer', () => {
    const outcome = outcomeOf(away, { type: 'channel.test', attempt: 1 }, 0)
    expect(outcome).toEqual({ kind: 'dead', statusCode: 503, answer: 'busy' })
  })

  test('is given back when the notifier stops', () => {
    expect(outcomeOf({ kind: 'aborted' }, failed(8), 0).kind).toBe('released')
  })
})
