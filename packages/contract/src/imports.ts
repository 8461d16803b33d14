import { z } from '@hono/zod-openapi'
import { jobInput } from './jobs.ts'
import { instantSchema, text } from './shape.ts'

/** The most characters that a paste may have. */
const mostPasted = 200_000

export const importPreviewInput = z
  .strictObject({
    text: text().max(mostPasted).openapi({
      description: 'Commands of curl or wget, or a whole crontab, as they were copied',
    }),
    timezone: z.string().default('UTC').openapi({
      description: 'The IANA time zone of the machine of the crontab, where it names none itself',
    }),
  })
  .openapi('ImportPreviewInput')

export const importEntry = z
  .object({
    line: z.number().int().openapi({ description: 'Of the text, from 1' }),
    source: z.string().openapi({ description: 'The line, or the command, as it was copied' }),
    job: z.union([jobInput, z.null()]).openapi({
      description:
        'What to send to `POST /api/jobs`, switched off; null when there is no call in it',
    }),
    description: z.string().nullable().openapi({ description: 'Its schedule in words' }),
    nextRun: instantSchema.nullable().openapi({ description: 'When it would run next, if on' }),
    taken: z
      .array(z.object({ what: z.string(), as: z.string() }))
      .openapi({ description: 'What became part of the job, and as what' }),
    dropped: z
      .array(z.object({ what: z.string(), why: z.string() }))
      .openapi({ description: 'What did not, and why' }),
    problem: z.string().nullable().openapi({
      description: 'Why it cannot be made as it stands; null when it can',
    }),
  })
  .openapi('ImportEntry')

export const importPreview = z
  .object({
    kind: z.enum(['curl', 'crontab']).openapi({ description: 'What the text was read as' }),
    entries: z.array(importEntry).openapi({ description: 'In the order of the text' }),
    ignoredCount: z.number().int().openapi({ description: 'Blank lines and comments' }),
  })
  .openapi('ImportPreview')

export type ImportPreviewInput = z.input<typeof importPreviewInput>
export type ImportEntry = z.infer<typeof importEntry>
export type ImportPreview = z.infer<typeof importPreview>
