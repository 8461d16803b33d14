import fc from 'fast-check'

/** Text that has broken one program or another. */
export const oddText = fc.oneof(
  fc.constantFrom(
    ...[
      '',
      ' ',
      '\0',
      'a\0b',
      '\ud800',
      'x\udfff',
      '\u202Eabc',
      '\uFEFF',
      '👩‍👩‍👧‍👦',
      'ｅ',
      'İ',
      'ß',
    ],
    ...['null', 'undefined', 'NaN', '[object Object]', '__proto__', 'constructor', 'toString'],
    ...["' or 1=1--", '"; drop table jobs;', '%', '%00', '%ff', '{{7*7}}', '../../etc'],
    ...['infinity', '-infinity', 'now', 'epoch', 'today', '0x10', '1e3', '１２', '+5', '-0'],
    ...['2026-13-45T99:99:99Z', '0000-01-01T00:00:00Z', '+275760-09-13T00:00:00Z', '24:00'],
    ...['9999-12-31T23:59:59.999Z', '2026-02-30T00:00:00Z', '2027-01-01T00:00:00+99:99'],
    ...[
      'javascript:alert(1)',
      'http://0x7f.1/',
      'http://[::ffff:127.0.0.1]/',
      'https://a@b',
      '//x',
    ],
    ...['http://xn--/', 'http://a..b/', 'https://example.com:99999/', 'http://\u{10FFFF}/'],
    ...['* * * * * *', '*/0 * * * *', '0 0 31 2 *', '@reboot', '1-999999999 * * * *'],
    ...['=cmd()', '<img src=x onerror=alert(1)>', '<!channel>', 'a\r\nBcc: b@example.com'],
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc
    .constantFrom('x', '\u0301', 'é', '😀', '0,')
    .chain(unit => fc.constantFrom(121, 257, 2_049, 20_000).map(count => unit.repeat(count))),
)

const oddNumber = fc.constantFrom(
  ...[-1, 0, -0, 0.1, 1e-7, 1e21, 2 ** 31, 2 ** 53, 2 ** 64, -(2 ** 63), 1e308, -1e308],
)

const deep = fc.constantFrom(3, 60, 63, 70, 300).map(levels => {
  let value: unknown = 1
  for (let level = 0; level < levels; level++) value = level % 2 === 0 ? [value] : { a: value }
  return value
})

/** Any JSON value, mostly such as nobody expects. */
export const oddValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(null, true, false, [], {}, [[]], [null], { a: null }),
  oddText,
  oddNumber,
  deep,
  fc.jsonValue({ maxDepth: 3 }),
  fc.constant(JSON.parse('{"__proto__":{"admin":true},"constructor":{"prototype":{"a":1}}}')),
  fc.constantFrom(20, 1_001).map(count => Array.from({ length: count }, () => ({}))),
)

type Harm = { at: number; how: 'replace' | 'drop' | 'add'; name: string; value: unknown }
type Box = Record<string, unknown>

/** Valid values with one to three things wrong somewhere inside. */
export function spoilt(valid: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const harm: fc.Arbitrary<Harm> = fc.record({
    at: fc.nat(999),
    how: fc.constantFrom('replace', 'replace', 'drop', 'add'),
    name: fc.oneof(
      oddText,
      fc.constantFrom('id', 'organizationId', 'role', 'nextRunAt', 'version'),
    ),
    value: oddValue,
  })
  return fc
    .tuple(valid, fc.array(harm, { minLength: 1, maxLength: 3 }))
    .map(([value, harms]) => harms.reduce(harmed, structuredClone(value)))
}

function harmed(whole: unknown, { at, how, name, value }: Harm): unknown {
  const places = placesIn(whole)
  const place = places[at % Math.max(1, places.length)]
  // A copy: the next harm is done to it, and it stands for every later request, too.
  if (place === undefined) return structuredClone(value)
  const { box, key } = place
  if (how === 'drop') delete box[key]
  else set(box, how === 'add' ? name : key, structuredClone(value))
  return whole
}

const deepestHarm = 8

function placesIn(value: unknown, depth = 0): { box: Box; key: string }[] {
  if (typeof value !== 'object' || value === null || depth > deepestHarm) return []
  const box = value as Box
  return Object.keys(box)
    .slice(0, 50)
    .flatMap(key => [{ box, key }, ...placesIn(box[key], depth + 1)])
}

/** As an own property also where the name means something to JavaScript; JSON has no other lengths. */
function set(box: Box, name: string, value: unknown): void {
  if (Array.isArray(box) && name === 'length') return
  Object.defineProperty(box, name, { value, enumerable: true, configurable: true, writable: true })
}

/** Bodies that are no JSON, or not quite, or JSON of another world. */
export const oddBody: fc.Arbitrary<Buffer> = fc.oneof(
  fc
    .constantFrom(
      ...[
        '',
        '{',
        '}',
        '[]',
        'null',
        '"',
        '"text"',
        '0',
        '1e400',
        '-',
        'NaN',
        "{'a':1}",
        '{"a":1,}',
      ],
      ...['\uFEFF{}', '{}{}', '{"name":"a","name":"b"}', '{"__proto__":{"role":"owner"}}'],
      ...['"\\ud800"', '{"a":"\\u0000"}', '\u0000', 'a=1&b=2', '<xml/>', '[1,2', '//', ' \n\t '],
      ...['['.repeat(64), '['.repeat(100_000), '{"a":'.repeat(5_000), `"${'\\'.repeat(10_001)}`],
      ...[`{"jobs":[${'{},'.repeat(1_500)}{}]}`, `[${'0,'.repeat(100_000)}0]`],
    )
    .map(text => Buffer.from(text)),
  fc.constantFrom([0xff, 0xfe], [0xed, 0xa0, 0x80], [0xc0, 0x80], [0x1f, 0x8b, 8]).map(Buffer.from),
  fc.uint8Array({ maxLength: 64 }).map(bytes => Buffer.from(bytes)),
)

export const hugeBody = Buffer.from(`{"name":"${'x'.repeat(600 * 1024)}"}`)
