import { describe, expect, test } from 'vitest'
import { formatJson, jsonFault, kindOfBody } from './request-body.ts'

describe('the kind of a body', () => {
  test.each([
    [null, undefined, 'none'],
    ['', undefined, 'none'],
    ['{"a":1}', undefined, 'json'],
    ['hello', undefined, 'text'],
    ['{"a":1}', 'text/plain', 'text'],
    ['hello', 'application/ld+json', 'json'],
    ['a=1&b=2', 'application/x-www-form-urlencoded', 'form'],
  ])('of %j sent as %s is %s', (body, contentType, kind) => {
    expect(kindOfBody(body, contentType)).toBe(kind)
  })
})

describe('a text that should be JSON', () => {
  test('is formatted when it is', () => {
    expect(formatJson('{"a":[1,2]}')).toBe('{\n  "a": [\n    1,\n    2\n  ]\n}')
  })

  test('is left alone when it is not', () => {
    expect(formatJson('{"a":}')).toBe('{"a":}')
  })

  test.each([
    ['{\n  "a": }', 'a } stands where none is expected'],
    ['{"a": 1 "b"}', 'line 1, character 9'],
    ['{"a": 1,\n b}', 'line 2, character 2'],
    ['{"a": 1', /line 1|at its end/],
    ['', /at its end/],
  ])('%j is told apart: %s', (text, words) => {
    expect(jsonFault(text)).toMatch(words)
  })
})
