import { createRoute } from '@hono/zod-openapi'
import { importPreview, importPreviewInput } from '@prikke/contract'
import { parseTimezone } from '@prikke/schedule'
import { previewImport } from '../imports/preview.ts'
import { invalid } from '../problem.ts'
import { access, body, createRoutes, json, problems } from '../route.ts'
import type { Services } from '../services.ts'

const mostEntries = 2_000

const preview = createRoute({
  tags: ['Jobs'],
  security: access.read,
  operationId: 'previewImport',
  method: 'post',
  path: '/api/imports/preview',
  summary: 'Read commands of curl, or a whole crontab, as jobs',
  description:
    'Says of each line what it would become, what of it would be lost and why, and what stands in the way. Judged as `POST /api/jobs` judges; make those that you choose there. Nothing is stored.',
  request: body(importPreviewInput),
  responses: {
    200: json(importPreview, 'What the text would become'),
    ...problems('timezone_invalid'),
  },
})

export function importRoutes({ checkUrl }: Services) {
  const routes = createRoutes()
  routes.openapi(preview, c => {
    const { text, timezone } = c.req.valid('json')
    const zone = parseTimezone(timezone)
    if (!zone.ok) {
      const { code, message } = zone.problem
      throw invalid([{ path: 'timezone', code, message }])
    }
    const read = previewImport(text, zone.timezone, { checkUrl, now: Date.now() })
    if (read.entries.length > mostEntries) {
      const message = `may have at most ${mostEntries.toLocaleString('en')} lines with jobs`
      throw invalid([{ path: 'text', code: 'too_big', message }])
    }
    return c.json(read, 200)
  })
  return routes
}
