import { z } from '@hono/zod-openapi'
import { coded, pageOf, text } from './shape.ts'

/** The most tags that a job may have. */
export const mostTags = 20

/** Control and direction-changing characters, and what breaks a line. */
const odd = /[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]/u

const example = 'billing'

/** A word that jobs are found by: trimmed and in lower case, so that none exists in two spellings. */
export const tagSchema = text()
  .refine(value => !odd.test(value), {
    message: 'must be one line, without control or direction-changing characters',
    ...coded('text_invalid'),
  })
  .transform(value => value.trim().toLowerCase().normalize('NFC').trim())
  .pipe(z.string().min(1).max(50))
  .openapi({ minLength: 1, maxLength: 50, example })

/** The tags of a job: a set, in order, so that one who sends them in another changes nothing. */
export const tagsSchema = z
  .array(tagSchema)
  .max(mostTags)
  .transform(tags => [...new Set(tags)].sort())
  .openapi({ example: [example, 'nightly'] })

export const tagPage = pageOf(
  z
    .object({
      tag: z.string().openapi({ description: 'In lower case', example }),
      jobCount: z.number().int().openapi({ description: 'Jobs that have it' }),
    })
    .openapi('TagCount'),
)
