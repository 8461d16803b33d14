import { describe, expect, test } from 'vitest'
import { makeClaimed, makeEvent } from '../test/alerts.ts'
import { hostileName, tamedName } from '../test/hostile.ts'
import { messageOf } from './message.ts'

const appUrl = 'https://prikke.example'
const sentenceOf = (event: ReturnType<typeof makeEvent>, type?: 'job.recovered') =>
  messageOf(makeClaimed({ event, ...(type === undefined ? {} : { type }) }), appUrl).sentence

describe('the words of an alert', () => {
  test('a failure says in one sentence what happened, with the facts beside it', () => {
    expect(messageOf(makeClaimed(), appUrl)).toEqual({
      heading: 'Job failed',
      sentence: 'Job “Nightly report” failed: answered 500 after 3 attempts',
      facts: [
        { label: 'Organization', value: 'Acme' },
        { label: 'Scheduled for', value: '2026-11-21 14:05:00 UTC' },
        { label: 'Error', value: 'The target answered 500. (http_status)' },
      ],
      excerpt: 'out of paper',
      link: 'https://prikke.example/executions/01890000-0000-7000-8000-000000000001',
    })
  })

  test.each([
    [{ attempt: 1 }, 'failed: answered 500'],
    [{ errorCode: 'redirect_not_followed', statusCode: 301, attempt: 1 }, 'failed: answered 301'],
    [
      { statusCode: null, errorCode: 'connect_failed', errorMessage: 'The connection was refused' },
      'failed: the connection was refused after 3 attempts',
    ],
    [
      {
        status: 'timeout' as const,
        statusCode: null,
        errorCode: 'deadline_exceeded',
        errorMessage: 'There was no whole response in 5000 ms',
        attempt: 1,
      },
      'timed out: there was no whole response in 5000 ms',
    ],
    [{ errorCode: 'tls_failed', errorMessage: 'TLS failed.', attempt: 1 }, 'failed: TLS failed'],
    [
      { errorCode: 'worker_lost', errorMessage: null, attempt: 5 },
      'failed: worker lost after 5 attempts',
    ],
  ])('%j reads as a sentence', (execution, words) => {
    expect(sentenceOf(makeEvent({}, execution))).toBe(`Job “Nightly report” ${words}`)
  })

  test('a recovery is as short as that', () => {
    const event = makeEvent({}, { status: 'success', statusCode: 200, responseExcerpt: null })
    expect(sentenceOf(event, 'job.recovered')).toBe('Job “Nightly report” recovered')
  })

  test('a test names the organization and links nowhere', () => {
    const message = messageOf(makeClaimed({ type: 'channel.test', event: null }), appUrl)
    expect(message).toMatchObject({
      sentence: 'A test from Prikke: alerts of “Acme” arrive here',
      link: null,
    })
  })

  test('a hostile name becomes one line without marks that turn the direction of text', () => {
    expect(sentenceOf(makeEvent({ name: hostileName }))).toContain(`“${tamedName}”`)
  })

  test('an excerpt keeps its lines, loses its controls, and has at most 300 characters', () => {
    const event = makeEvent({}, { responseExcerpt: `a\r\nb\u001b[31m\u202ec${'😀'.repeat(400)}` })
    const { excerpt } = messageOf(makeClaimed({ event }), appUrl)
    expect(excerpt).toMatch(/^a\nb\[31mc(😀){291}…$/u)
    expect([...(excerpt ?? '')]).toHaveLength(300)
  })
})
