import { z } from '@hono/zod-openapi'

/** A refusal with a code of its own, for the `errors` of a problem. */
export const coded = (code: string) => ({ params: { code } })

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

export const idSchema = z.uuid().openapi({ example: '019aa1b2-7c3d-7e4f-8a5b-6c7d8e9f0a1b' })

/** An RFC 3339 instant; answers are always UTC with milliseconds. */
export const instantSchema = z.iso
  .datetime({ offset: true })
  .refine(value => Math.abs(Date.parse(value)) < 8.64e15, { message: 'is out of range' })
  .openapi({ example: '2026-11-21T14:05:00.000Z' })

/** `?limit=&cursor=` of every list. */
export const pageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(25),
  cursor: text().optional(),
})

/** One page of a list; `nextCursor` is null on the last. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ data: z.array(item), nextCursor: z.string().nullable() })

export type Page<T> = { data: T[]; nextCursor: string | null }
