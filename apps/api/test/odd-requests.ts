import fc from 'fast-check'
import type { Description, Operation } from './json-schema.ts'
import { hugeBody, oddBody, oddText, oddValue, spoilt } from './nonsense.ts'
import { valuesOf } from './valid-values.ts'

/** Which id stands in the path: ours, another organization's, one of nobody, or text. */
export type OddId = { whose: 'ours' | 'theirs'; pick: number } | { whose: 'nobody'; text: string }

/** A request before it is known which ids there are, and which key and session are good. */
export type OddRequest = {
  method: string
  id: OddId
  query: string
  caller: string
  headers: Record<string, string>
  body: Buffer | null
}

/** Node itself refuses a head of more than 16 KiB. */
const longestQuery = 8_000

const mostly = <T>(usual: fc.Arbitrary<T>, odd: fc.Arbitrary<T>, usualWeight = 6) =>
  fc.oneof({ weight: usualWeight, arbitrary: usual }, { weight: 1, arbitrary: odd })

const oddMethod = fc.constantFrom(
  ...['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND', 'QUERY'],
)

const rawPath = fc.constantFrom(
  ...['%00', '%', '%E0%A4%A', '%ff', '..', '%2e%2e', '%2F', ';x=1', '%0d%0a', '{id}', '*', ':id'],
  ...['0', 'null', '[id]', '00000000-0000-0000-0000-000000000000', "'", '%F0%9F%98%80', '\u00e9'],
  ...['019AA1B2-7C3D-7E4F-8A5B-6C7D8E9F0A1B', 'x'.repeat(3_000)],
)
const id: fc.Arbitrary<OddId> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ whose: fc.constant('ours' as const), pick: fc.nat(999) }) },
  { weight: 1, arbitrary: fc.record({ whose: fc.constant('theirs' as const), pick: fc.nat(999) }) },
  {
    weight: 2,
    arbitrary: fc.oneof(fc.uuid(), rawPath, oddText.map(encoded)).map(text => ({
      whose: 'nobody' as const,
      // A lone dot is no segment at all: with it the address is that of another route.
      text: /^(\.|%2e)?$/i.test(text) ? '%20' : text,
    })),
  },
)

/** A header as text that Node's own client agrees to send. */
const oddHeaderValue = fc.oneof(
  fc.string({
    unit: fc
      .integer({ min: 0x20, max: 0xff })
      .filter(code => code !== 0x7f)
      .map(code => String.fromCharCode(code)),
    maxLength: 60,
  }),
  fc.constantFrom('', 'null', '*', ', ,', ';;;', 'x'.repeat(4_000), '="', '%00'),
)
const oddHeader = fc.oneof(
  fc.constantFrom<[string, string]>(
    ['content-encoding', 'gzip'],
    ['content-encoding', 'identity'],
    ['origin', 'null'],
    ['origin', 'https://evil.example'],
    ['expect', '100-continue'],
    ['upgrade', 'websocket'],
    ['x-http-method-override', 'DELETE'],
    ['if-none-match', '*'],
    ['range', 'bytes=0-1'],
    ['accept', 'text/html;q=x'],
    ['accept-encoding', 'br;q=1.0, *;q=0'],
    ['transfer-encoding', 'chunked'],
    ['prikke-organization', ''],
    ['cookie', 'prikke=; prikke="x"; __Host-prikke=%'],
    ['host', 'evil.example'],
    ['host', 'a b'],
    ['forwarded', 'for="_x";proto=https'],
  ),
  fc.tuple(
    fc.constantFrom(
      ...['idempotency-key', 'prikke-organization', 'cookie', 'origin', 'x-forwarded-for', 'host'],
      ...['accept', 'user-agent', 'referer', 'x-request-id', 'content-language', 'last-event-id'],
    ),
    oddHeaderValue,
  ),
)

const oddType = fc.constantFrom(
  ...['', 'text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'],
  ...['application/json; charset=latin1', 'APPLICATION/JSON', 'application/merge-patch+json'],
  ...[
    'application/jsonx',
    'application/json, text/plain',
    ';',
    '\u00ff/\u00ff',
    'a/'.repeat(1_000),
  ],
)

/** Requests to one route: many that should succeed, many that nearly do, and nonsense. */
export function oddRequests(
  method: string,
  { parameters = [], requestBody, security }: Operation,
  description: Description,
  asMeant: (body: unknown) => unknown,
): fc.Arbitrary<OddRequest> {
  const queries = parameters.filter(parameter => parameter.in === 'query')
  const parts = queries.map(({ name, schema }) =>
    mostly(
      // What may be repeated is a list.
      valuesOf(schema, description, name).map(value => [value].flat().map(String)),
      oddText.map(text => [text]),
      12,
    ).map(texts => texts.map(text => `${encodeURIComponent(name)}=${encoded(text)}`).join('&')),
  )
  const oddPart = fc.oneof(
    fc.constantFrom(
      ...[
        'a=1',
        '__proto__=1',
        'limit=1&limit=2',
        'limit[]=1',
        'limit',
        '=',
        '%=%',
        '%ff=%00',
        '&&',
        'organization=x',
        'cursor=MDE5',
      ],
    ),
    fc.tuple(oddText, oddText).map(([name, text]) => `${encoded(name)}=${encoded(text)}`),
  )
  const query = fc
    .tuple(
      fc.tuple(...parts.map(part => fc.option(part, { nil: '', freq: 2 }))),
      mostly(fc.constant(''), oddPart),
    )
    .map(([own, odd]) =>
      [...own, odd]
        .filter(part => part !== '')
        .join('&')
        .slice(0, longestQuery),
    )

  const schema = requestBody?.content?.['application/json']?.schema
  const valid = schema === undefined ? oddValue : valuesOf(schema, description).map(asMeant)
  const asJson = (value: unknown) => Buffer.from(JSON.stringify(value) ?? '')
  const body: fc.Arbitrary<Buffer | null> = fc.oneof(
    { weight: schema === undefined ? 1 : 60, arbitrary: valid.map(asJson) },
    { weight: schema === undefined ? 1 : 60, arbitrary: spoilt(valid).map(asJson) },
    { weight: 12, arbitrary: schema === undefined ? fc.constant(null) : oddValue.map(asJson) },
    { weight: 12, arbitrary: schema === undefined ? fc.constant(null) : oddBody },
    { weight: 1, arbitrary: fc.constant(hugeBody) },
  )
  const goodCallers = security.flatMap(way => Object.keys(way))
  const caller = mostly(
    fc.constantFrom(...(goodCallers.length === 0 ? ['nobody'] : goodCallers)),
    fc.oneof(
      fc.constantFrom(
        'nobody',
        'apiKey',
        'session',
        'stranger',
        'Bearer',
        'Basic eDp5',
        'Bearer  ',
      ),
      oddHeaderValue.map(text => `Bearer ${text}`),
    ),
    9,
  )
  const headers = fc
    .tuple(
      mostly(fc.constant('application/json'), oddType, 14),
      mostly(
        fc.constant<[string, string][]>([]),
        fc.array(oddHeader, { minLength: 1, maxLength: 3 }),
        3,
      ),
    )
    .map(([type, odd]) => ({
      ...(type === '' ? {} : { 'content-type': type }),
      ...Object.fromEntries(odd),
    }))
  return fc.record({
    method: mostly(fc.constant(method), oddMethod, 19),
    id,
    query,
    caller,
    headers,
    body,
  })
}

/** Percent-encoded, whatever it holds: a lone surrogate as the bytes that it would have. */
function encoded(text: string): string {
  return text.isWellFormed() ? encodeURIComponent(text) : '%ED%A0%80'
}
