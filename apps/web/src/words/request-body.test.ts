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

  test('is left alone when it is not, and told where', () => {
    expect(formatJson('{"a":}')).toBe('{"a":}')
    expect(jsonFault('{\n  "a": }')).toBe('This is not JSON: look at line 2, character 8.')
    expect(jsonFault('{"a": 1')).toMatch(/line 1|at its end/)
  })
})
