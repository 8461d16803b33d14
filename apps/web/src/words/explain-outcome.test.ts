import { describe, expect, test } from 'vitest'
import { explainOutcome } from './explain-outcome.ts'

const failure = { errorCode: null, errorMessage: null, statusCode: null }

describe('an outcome is explained', () => {
  test('not at all when nothing is wrong', () => {
    expect(explainOutcome({ ...failure, statusCode: 200 })).toBeNull()
  })

  test.each([
    ['http_status', 404, 'Nothing answers at this URL. Check its path.'],
    ['http_status', 599, 'The server failed with status 599. Its own log tells why.'],
    ['http_status', 418, 'The server refused the request with status 418.'],
    ['http_status', 304, 'The server answered 304; only 2xx is a success.'],
    ['connection_lost', 200, /closed the connection/],
    ['deadline_exceeded', null, /longer timeout/],
  ])('%s with status %s', (errorCode, statusCode, words) => {
    expect(explainOutcome({ ...failure, errorCode, statusCode })).toMatch(words)
  })

  test('in its own words when the code is new', () => {
    const unknown = { ...failure, errorCode: 'gremlins' }
    expect(explainOutcome({ ...unknown, errorMessage: 'Gremlins ate it' })).toBe('Gremlins ate it')
    expect(explainOutcome(unknown)).toBe('It ended with gremlins.')
  })
})
