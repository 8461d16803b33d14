import { z } from '@hono/zod-openapi'
import { flag, pageQuery, repeated, text } from './shape.ts'
import { mostTags, tagSchema } from './tags.ts'

export const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'] as const
const lastStatuses = ['success', 'failed', 'timeout'] as const
const scheduleTypes = ['cron', 'once'] as const

const words = {
  q: 'Part of the name, URL, key or a tag, in upper or lower case',
  status: 'The last status',
  tag: 'Having all of these tags',
  method: 'With which they call',
  scheduleType: 'Those that come again, or those that run once',
  enabled: 'Only those that are on, or off',
  failing: 'Whether the last status is a failure or a timeout',
}
const fields = {
  q: text().max(200).optional().openapi({ description: words.q }),
  status: z.enum(lastStatuses).optional().openapi({ description: words.status }),
  method: z.enum(methods).optional().openapi({ description: words.method }),
  scheduleType: z.enum(scheduleTypes).optional().openapi({ description: words.scheduleType }),
}

/** Which jobs are meant, as a body says it. */
export const jobFilter = z
  .strictObject({
    ...fields,
    enabled: z.boolean().optional().openapi({ description: words.enabled }),
    tag: z.array(tagSchema).max(mostTags).optional().openapi({ description: words.tag }),
    failing: z.boolean().optional().openapi({ description: words.failing }),
  })
  .openapi('JobFilter')

/** What a list of jobs is in order of; with a minus the other way round. */
const sorts = ['createdAt', 'name', 'nextRunAt', 'lastRunAt'] as const
const orders = sorts.flatMap(sort => [sort, `-${sort}`] as const)
export type JobOrder = (typeof orders)[number]

export const jobListQuery = pageQuery.extend({
  ...fields,
  enabled: flag().optional().openapi({ description: words.enabled }),
  tag: repeated(tagSchema, mostTags, { type: 'string', minLength: 1, maxLength: 50 })
    .optional()
    .openapi({ description: words.tag }),
  failing: flag().optional().openapi({ description: words.failing }),
  sort: z.enum(orders).default('-createdAt').openapi({
    description:
      'What it is in order of, with a minus from the last; those without come at the end',
  }),
})

export type JobFilter = z.output<typeof jobFilter>
