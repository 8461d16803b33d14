import type { OpenAPIHono } from '@hono/zod-openapi'
import { problemSchema } from '@prikke/contract'
import manifest from '../../package.json' with { type: 'json' }
import type { AppEnv } from '../route.ts'
import { namedHeaders } from './answer-headers.ts'
import type { ApiDocument } from './document.ts'
import { namedExamples } from './media-examples.ts'
import { completeOperation } from './operation.ts'
import { answersToAny } from './refusal-answers.ts'
import { registerWebhooks } from './webhooks.ts'

const tags = [
  {
    name: 'Jobs',
    description:
      'What is called, and when: on a cron schedule, or once. A sync keeps a whole set of them as a file has it.',
  },
  { name: 'Schedules', description: 'What a schedule means, before a job has it.' },
  {
    name: 'Executions',
    description:
      'One for each occurrence that a schedule names and for each run by hand: what was sent, what came back, and why one did not run.',
  },
  { name: 'Channels', description: 'Who hears of failures, and what they were told.' },
  {
    name: 'Organizations',
    description: 'Who works together, as what. Jobs, channels, keys and history belong to one.',
  },
  {
    name: 'Keys',
    description: 'API keys of an organization, and the secret that signs deliveries.',
  },
  {
    name: 'Accounts',
    description: 'Getting in, and what belongs to a person. Programs use an API key instead.',
  },
  { name: 'Instance', description: 'What anyone may know of it, and what its operators see.' },
  { name: 'Webhooks', description: 'What Prikke sends.' },
]

const description = `Programs send \`Authorization: Bearer pk_live_….sk_live_…\`, an API key of one organization. Bodies and answers are JSON, instants RFC 3339 in UTC with milliseconds, ids UUIDv7. \`PATCH\` takes a JSON merge patch. A field that does not exist is refused, never ignored.

Lists come in pages: \`limit\` of 1 to 100, and as \`cursor\` the \`nextCursor\` of the page before, which is null on the last. They stay whole while rows are added.

Every refusal is an RFC 9457 problem with a \`code\` that stays. Every answer has \`X-Request-Id\`.`

const info = {
  title: 'Prikke',
  version: manifest.version,
  summary: 'Cron and one-time HTTP jobs, exactly on time',
  description,
  license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
}

const securitySchemes = (cookieName: string) => ({
  apiKey: {
    type: 'http',
    scheme: 'bearer',
    description:
      'An API key, `pk_live_….sk_live_…`, bound to one organization. The scope that it needs is named with each operation',
  },
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: cookieName,
    description:
      'A session, with the header `Prikke-Organization` for a user of several. The least role that it needs is named with each operation; a change needs `Origin` too',
  },
})

const organization = {
  name: 'Prikke-Organization',
  in: 'header' as const,
  required: false,
  description: 'The slug of the organization in which a session acts, for a user of several',
  schema: { type: 'string' },
  example: 'acme',
}

/** The OpenAPI 3.1 description of what the routes validate, with everything that they may answer. */
export function describeApi(
  routes: OpenAPIHono<AppEnv>,
  appUrl: string,
  cookieName: string,
): ApiDocument {
  registerWebhooks(routes)
  routes.openAPIRegistry.register('Problem', problemSchema)
  const generated = routes.getOpenAPI31Document({
    openapi: '3.1.0',
    info,
    servers: [{ url: new URL(appUrl).origin }],
    tags,
  })
  const document: ApiDocument = JSON.parse(JSON.stringify(generated))
  const { paths, components } = document
  for (const each of routes.openAPIRegistry.definitions) {
    if (each.type !== 'route') continue
    const { method, path } = each.route
    const operation = paths[path]?.[method]
    if (operation === undefined) throw new Error(`${method} ${path} is not described.`)
    paths[path] = { ...paths[path], [method]: completeOperation(operation, each.route) }
  }
  return {
    ...document,
    components: {
      ...components,
      securitySchemes: securitySchemes(cookieName),
      responses: answersToAny,
      parameters: { Organization: organization },
      headers: namedHeaders,
      examples: namedExamples,
    },
  }
}
