import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkHeaders } from './check-headers.ts'

function codes(headers: ReadonlyArray<readonly [string, string]>): string[] {
  return checkHeaders(headers).map(({ code }) => code)
}

describe('the headers of a job', () => {
  test.each([
    '',
    'x y',
    'x:y',
    'x\r',
    'x\n',
    'x\u0000',
    'x-\u00e9',
    'x-\u212a',
    'hos\u212a',
    'x"',
    'x(y)',
    'x/y',
  ])('name %j is invalid', name => {
    expect(codes([[name, 'v']])).toEqual(['header_name_invalid'])
  })

  test.each([
    ...['host', 'Host', 'content-length', 'Transfer-Encoding', 'connection', 'keep-alive'],
    ...['upgrade', 'TE', 'trailer', 'expect', 'proxy-authorization', 'Proxy-Connection'],
    ...[':authority', 'webhook-id', 'Webhook-Signature', 'prikke-attempt', 'Prikke-X'],
    'http2-settings',
  ])('name %s is reserved', name => {
    expect(codes([[name, 'v']])).toEqual(['header_reserved'])
  })

  test.each(['a\r\nb', 'a\n', '\u0000', '\u007f', 'caf\u00e9', '\u2028', '\ud800'])(
    'value %j is invalid',
    value => {
      expect(codes([['x-value', value]])).toEqual(['header_value_invalid'])
    },
  )

  test('that any client sends are fine', () => {
    expect(
      codes([
        ['Authorization', 'Bearer x.y~z'],
        ['Content-Type', 'application/json; charset=utf-8'],
        ['X_Y!', 'tab\there'],
        ['Host-Name', ''],
        ['Te-st', '1'],
      ]),
    ).toEqual([])
  })

  test('given twice, in whatever case, are duplicates', () => {
    expect(
      checkHeaders([
        ['X-A', '1'],
        ['x-a', '2'],
      ]),
    ).toMatchObject([{ code: 'header_duplicate', name: 'x-a' }])
  })

  test.each([
    [50, 1, 1, true],
    [51, 1, 1, false],
    [1, 128, 1, true],
    [1, 129, 1, false],
    [1, 5, 4096, true],
    [1, 5, 4097, false],
    [4, 96, 4000, true],
    [4, 97, 4000, false],
  ])('%i of %i + %i characters fit: %s', (count, nameLength, valueLength, fits) => {
    const headers = Array.from({ length: count }, (_, index) => {
      const name = `${index}`.padStart(Math.max(nameLength, 2), 'x')
      return [nameLength === 1 ? name : name.slice(0, nameLength), 'v'.repeat(valueLength)] as const
    })
    expect(codes(headers)).toEqual(fits ? [] : ['header_limit'])
  })

  test('that pass are accepted by the Headers class of the platform, unchanged', () => {
    const word = fc.string({ unit: 'binary', maxLength: 20 })
    fc.assert(
      fc.property(word, word, (name, value) => {
        if (checkHeaders([[name, value]]).length > 0) return
        expect(new Headers([[name, value]]).get(name)).toBe(value.replace(/^[\t ]+|[\t ]+$/g, ''))
      }),
      { numRuns: 2_000 },
    )
  })
})
