import { expect, test } from 'vitest'
import { explainOutcome } from './explain-outcome.ts'
import { fixFor } from './fix-for.ts'

const failure = {
  errorCode: 'http_status',
  errorMessage: null,
  statusCode: null,
  responseHeaders: null,
  request: { url: 'https://a.example/old?x=1' },
}

test.each([
  ['deadline_exceeded', null, 'timeoutMs'],
  ['dns_failed', null, 'url'],
  ['port_not_allowed', null, 'url'],
  ['connection_lost', 200, 'retryAttempts'],
  ['overlap', null, 'overlap'],
  ['missed', null, 'catchUp'],
  ['http_status', 401, 'headers'],
  ['http_status', 405, 'method'],
  ['http_status', 413, 'body'],
  ['http_status', 415, 'headers'],
  ['http_status', 422, 'body'],
  ['http_status', 429, 'cronExpression'],
  ['http_status', 503, 'retryAttempts'],
])('%s with status %s is mended in %s', (errorCode, statusCode, field) => {
  expect(fixFor({ ...failure, errorCode, statusCode })?.field).toBe(field)
})

test('what no setting mends has no button, and what went well neither', () => {
  expect(fixFor({ ...failure, errorCode: null, statusCode: 200 })).toBeNull()
  expect(fixFor({ ...failure, statusCode: 500 })).toBeNull()
  expect(fixFor({ ...failure, errorCode: 'over_quota' })).toBeNull()
})

test.each([
  ['https://b.example/new', 'https://b.example/new'],
  ['/new', 'https://a.example/new'],
  ['//b.example/', 'https://b.example/'],
  ['ftp://b.example/', undefined],
  ['http://[', undefined],
  ['https://a.example/old?x=1', undefined],
])('a redirect to %s is mended by %s', (location, url) => {
  const redirect = { ...failure, errorCode: 'redirect_not_followed', statusCode: 301 }
  const fix = fixFor({ ...redirect, responseHeaders: { location } })
  expect([fix?.field, fix?.url]).toEqual(['url', url])
})

test('a test is spoken of as one', () => {
  expect(explainOutcome({ ...failure, statusCode: 410 })).toContain('switched the job off')
  expect(explainOutcome({ ...failure, statusCode: 410 }, true)).toContain('would switch')
  expect(explainOutcome({ ...failure, statusCode: 404 }, true)).toContain('Check its path')
})
