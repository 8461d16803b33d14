import fc from 'fast-check'
import { type Description, type JsonSchema, plain } from './json-schema.ts'

const instant = fc
  .integer({ min: 60, max: 4 * 365 * 24 * 3600 })
  .map(seconds => new Date(Date.UTC(2027, 0) + seconds * 1_000).toISOString())
const email = fc.integer({ min: 1, max: 1e9 }).map(number => `p${number}@example.com`)

const oddInstants = [
  '2027-13-45T99:99:99.999Z ',
  '0000-00-00T00:00:00.000Z ',
  '9999-12-31T23:59:59.999Z ',
]

/** A month whose usage is kept: `2026-11`. */
function monthsAgo(count: number): string {
  const now = new Date()
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - count))
    .toISOString()
    .slice(0, 7)
}

/** What a schema calls only a string, by the name of its field. */
const meant: Record<string, fc.Arbitrary<unknown>> = {
  url: fc
    .tuple(fc.constantFrom('http', 'https'), fc.nat(1e6), fc.webPath())
    .map(([scheme, n, path]) => `${scheme}://a${n}.example.com${path}`),
  cronExpression: fc.constantFrom('30 2 1 1 *', '@yearly', '*/7 0-5 29 2 *', '0 0 13 1 FRI'),
  timezone: fc.constantFrom('UTC', 'Europe/Oslo', 'Australia/Lord_Howe', 'Asia/Calcutta'),
  scheduledAt: instant,
  resumeAt: fc
    .integer({ min: 1, max: 360 })
    .map(days => new Date(Date.now() + days * 86_400_000).toISOString()),
  from: instant,
  month: fc.integer({ min: 0, max: 12 }).map(monthsAgo),
  statusCode: fc.constantFrom('404', '2xx', '5xx'),
  errorCode: fc.constantFrom('http_status', 'dns_failed'),
  cursor: fc.oneof(
    {
      weight: 5,
      arbitrary: fc
        .tuple(fc.constantFrom(...['', '', '2027-01-01T00:00:00.000Z ', ...oddInstants]), fc.uuid())
        .map(([before, id]) => Buffer.from(before + id).toString('base64url')),
    },
    // Of lists in order of a number.
    {
      weight: 1,
      arbitrary: fc.integer({ min: 1, max: 9 }).map(n => Buffer.from(`${n}`).toString('base64url')),
    },
  ),
  email,
  slug: fc.integer({ min: 1, max: 1e9 }).map(number => `slug-${number}`),
  address: email,
  password: fc.constantFrom('a long password', 'пароль длинный 1', 'x'.repeat(256)),
  headers: fc.dictionary(
    fc.constantFrom('X-One', 'x-two', 'Accept', 'Content-Type'),
    fc.oneof(
      fc.string({ unit: 'grapheme-ascii', maxLength: 20 }),
      fc.record({ value: fc.constant('s3cret'), secret: fc.constant(true) }),
    ),
  ),
  key: fc.integer({ min: 1, max: 40 }).map(number => `key-${number}`),
}

/** Values that a schema describes, most of which the API should take. */
export function valuesOf(
  described: JsonSchema,
  description: Description,
  name = '',
): fc.Arbitrary<unknown> {
  const schema = plain(described, description)
  const known = Object.hasOwn(meant, name) && schema.type !== 'array' ? meant[name] : undefined
  if (known !== undefined) return known
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum)
  const { anyOf, type = [] } = schema
  const all = anyOf?.map(one => valuesOf(one, description)) ?? [
    ...[type].flat().map(one => ofType(one, schema, description, name)),
  ]
  return fc.oneof(...all)
}

function ofType(
  type: string,
  schema: JsonSchema,
  description: Description,
  name: string,
): fc.Arbitrary<unknown> {
  switch (type) {
    case 'null':
      return fc.constant(null)
    case 'boolean':
      return fc.boolean()
    case 'number':
    case 'integer':
      return fc.integer({ min: schema.minimum ?? -1_000, max: schema.maximum ?? 1_000_000 })
    case 'string':
      return ofFormat(schema)
    case 'array':
      return fc.array(valuesOf(schema.items ?? {}, description, name), { maxLength: 4 })
    case 'object':
      return ofFields(schema, description)
    default:
      throw new Error(`no values are known for type ${type}`)
  }
}

function ofFormat({ format, minLength = 0, maxLength = 60 }: JsonSchema): fc.Arbitrary<string> {
  if (format === 'date-time') return instant
  if (format === 'uuid') return fc.uuid()
  return fc
    .string({ unit: 'grapheme-composite', minLength, maxLength: Math.max(minLength, 40) })
    .map(text => text.slice(0, maxLength))
}

function ofFields(
  { properties = {}, required = [] }: JsonSchema,
  description: Description,
): fc.Arbitrary<unknown> {
  const fields = Object.entries(properties).map(([name, field]) => {
    const values = valuesOf(field, description, name)
    return [name, required.includes(name) ? values : maybe(values)] as const
  })
  return fc
    .record(Object.fromEntries(fields))
    .map(record => Object.fromEntries(Object.entries(record).filter(([, v]) => v !== absent)))
}

const absent = Symbol('absent')
const maybe = (values: fc.Arbitrary<unknown>) => fc.option(values, { nil: absent, freq: 2 })
