import { z } from '@hono/zod-openapi'

/** A refusal with a code of its own, for the `errors` of a problem. */
export const coded = (code: string) => ({ params: { code } })

/** Says of a required choice that it is missing, in zod's words; of other types zod says so itself. */
export const whenMissing = ({ input }: { input: unknown }) =>
  input === undefined ? 'Invalid option: received undefined' : undefined

const isStorable = (text: string) => text.isWellFormed() && !text.includes('\0')

/** Text that PostgreSQL can keep: no NUL, no lone surrogate. */
export const text = () =>
  z.string().refine(isStorable, {
    message: 'must not contain NUL or a lone surrogate',
    ...coded('text_invalid'),
  })

/** A short label for people: trimmed, one line, without control or direction-changing characters. */
export const label = () =>
  text()
    .transform(value => value.replace(/[\p{Cc}\u202A-\u202E\u2066-\u2069]/gu, '').trim())
    .pipe(z.string().min(1).max(120))
    .openapi({ minLength: 1, maxLength: 120 })

/** An e-mail address, in lower case. */
export const emailAddress = () =>
  text()
    .max(254)
    .transform(value => value.trim().toLowerCase())
    .pipe(z.email())

export const idSchema = z.uuid().openapi({ example: '019aa1b2-7c3d-7e4f-8a5b-6c7d8e9f0a1b' })

/** What RFC 3339 and PostgreSQL both can write in UTC: the years 1 to 9999. */
const firstInstant = Date.parse('0001-01-01T00:00:00.000Z')
const lastInstant = Date.parse('9999-12-31T23:59:59.999Z')

/** An RFC 3339 instant; answers are always UTC with milliseconds. */
export const instantSchema = z.iso
  .datetime({ offset: true })
  .refine(value => Date.parse(value) >= firstInstant && Date.parse(value) <= lastInstant, {
    message: 'is out of range',
  })
  .openapi({ example: '2026-11-21T14:05:00.000Z' })

/** A whole number in a query string, in decimal digits. */
export const wholeNumber = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.number().min(least).max(most))
    .openapi({ type: 'integer', minimum: least, maximum: most })

/** A yes or no in a query string. */
export const flag = () => z.enum(['true', 'false']).transform(value => value === 'true')

type Described = {
  type: 'string'
  format?: string
  enum?: string[]
  minLength?: number
  maxLength?: number
  example?: string
}

/** A parameter that a query string may name several times; `items` describes one of them. */
export const repeated = <T>(item: z.ZodType<T>, most: number, items: Described) =>
  z
    .union([item, z.array(item).max(most)])
    .transform(given => [given].flat() as T[])
    .openapi({ type: 'array', items, maxItems: most })

/** `?limit=&cursor=` of every list. */
export const pageQuery = z.strictObject({
  limit: wholeNumber(1, 100).default(25).openapi({ description: 'How many at most', default: 25 }),
  cursor: text().optional().openapi({ description: 'The `nextCursor` of the page before' }),
})

/** One page of a list; `nextCursor` is null on the last. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ data: z.array(item), nextCursor: z.string().nullable() })

export type Page<T> = { data: T[]; nextCursor: string | null }
