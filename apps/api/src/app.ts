import { createRoute, z } from '@hono/zod-openapi'
import { Hono } from 'hono'
import { authenticate } from './auth/authenticate.ts'
import { checkOrigin } from './auth/check-origin.ts'
import { createChange } from './change/change.ts'
import { describeApi } from './description/describe-api.ts'
import { referenceRoutes } from './description/reference-routes.ts'
import { echoRoutes } from './echo.ts'
import { eventRoutes } from './events.ts'
import { failed, notFound, problemOf } from './problem.ts'
import { readBody } from './read-body.ts'
import { requestLog } from './request-log.ts'
import { type AppEnv, access, createRoutes, json } from './route.ts'
import { routeTable } from './route-table.ts'
import { alertRoutes } from './routes/alerts.ts'
import { auditRoutes } from './routes/audit.ts'
import { authRoutes } from './routes/auth.ts'
import { channelRoutes } from './routes/channels.ts'
import { emailRoutes } from './routes/email.ts'
import { erasureRoutes } from './routes/erasure.ts'
import { executionRoutes } from './routes/executions.ts'
import { executionsCancelRoutes } from './routes/executions-cancel.ts'
import { exportRoutes } from './routes/exports.ts'
import { importRoutes } from './routes/imports.ts'
import { instanceRoutes } from './routes/instance.ts'
import { invitationRoutes } from './routes/invitations.ts'
import { inviteRoutes } from './routes/invites.ts'
import { jobRoutes } from './routes/jobs.ts'
import { jobsBulkRoutes } from './routes/jobs-bulk.ts'
import { keyRoutes } from './routes/keys.ts'
import { magicLinkRoutes } from './routes/magic-link.ts'
import { meRoutes } from './routes/me.ts'
import { memberRoutes } from './routes/members.ts'
import { organizationRoutes } from './routes/organizations.ts'
import { passwordResetRoutes } from './routes/password-reset.ts'
import { recentRoutes } from './routes/recent.ts'
import { replayRoutes } from './routes/replays.ts'
import { scheduleRoutes } from './routes/schedules.ts'
import { sessionRoutes } from './routes/sessions.ts'
import { signingSecretRoutes } from './routes/signing-secret.ts'
import { statsRoutes } from './routes/stats.ts'
import { syncRoutes } from './routes/sync.ts'
import { systemRoutes } from './routes/system.ts'
import { tagRoutes } from './routes/tags.ts'
import { testRunRoutes } from './routes/test-runs.ts'
import { usageRoutes } from './routes/usage.ts'
import { securityHeaders } from './security-headers.ts'
import type { Services } from './services.ts'
import { respondWith, type StaticFile, staticFile } from './static-file.ts'

/** Everything that answers on `PORT`: the API, its health, the echo and the dashboard. */
export function createApp(given: Omit<Services, 'change'>) {
  const services: Services = { ...given, change: createChange(given) }
  const { settings, log, readiness, dashboard } = services
  const app = new Hono<AppEnv>()
  app.use(requestLog(log), securityHeaders(settings.appUrl))

  app.get('/health', c => c.json({ alive: true }))
  app.get('/ready', async c => {
    const state = await readiness()
    return c.json(state, state.ready ? 200 : 503)
  })
  app.route('/', echoRoutes())

  const { routes, describe } = apiRoutes(services)
  app.route('/', referenceRoutes(describe, dashboard))
  app.use(
    '/api/*',
    routeTable(routes),
    checkOrigin(settings.appUrl),
    authenticate(services.pool, services.sessions),
    services.rateLimit,
    readBody,
  )
  app.route('/', routes)

  app.notFound(c => {
    const isRead = c.req.method === 'GET' || c.req.method === 'HEAD'
    // Returned, not thrown: what throws here skips the middleware that finishes every answer.
    return dashboard === null || !isRead || /^\/api(?:\/|$)/.test(c.req.path)
      ? notFound().render(c.var.requestId)
      : dashboard.answer(c.req.raw, c.req.path)
  })
  app.onError((error, c) => {
    const problem = problemOf(error)
    if (problem === null) log.error({ err: error, requestId: c.var.requestId }, 'a bug')
    return (problem ?? failed).render(c.var.requestId)
  })
  return app
}

function apiRoutes(services: Services) {
  const routes = createRoutes()
  const resources = [
    authRoutes(services),
    magicLinkRoutes(services),
    passwordResetRoutes(services),
    instanceRoutes(services),
    meRoutes(services),
    emailRoutes(services),
    sessionRoutes(services),
    erasureRoutes(services),
    organizationRoutes(services),
    exportRoutes(services),
    memberRoutes(services),
    inviteRoutes(services),
    invitationRoutes(services),
    keyRoutes(services),
    signingSecretRoutes(services),
    jobsBulkRoutes(services),
    recentRoutes(services),
    jobRoutes(services),
    tagRoutes(services),
    testRunRoutes(services),
    importRoutes(services),
    syncRoutes(services),
    scheduleRoutes(services),
    executionRoutes(services),
    executionsCancelRoutes(services),
    replayRoutes(services),
    statsRoutes(services),
    usageRoutes(services),
    eventRoutes(services),
    channelRoutes(services),
    alertRoutes(services),
    auditRoutes(services),
    systemRoutes(services),
  ]
  for (const resource of resources) routes.route('/', resource)
  routes.openAPIRegistry.registerPath(description)
  const { settings, sessions } = services
  let document: ReturnType<typeof describeApi> | undefined
  const describe = () => {
    document ??= describeApi(routes, settings.appUrl, sessions.cookieName)
    return document
  }
  let file: StaticFile | undefined
  routes.get(description.path, c => {
    file ??= staticFile(JSON.stringify(describe()), 'application/json')
    return respondWith(c.req.raw, file)
  })
  return { routes, describe }
}

const description = createRoute({
  tags: ['Instance'],
  security: access.anyone,
  operationId: 'getOpenApi',
  method: 'get',
  path: '/api/openapi.json',
  summary: 'Describe this API, as OpenAPI 3.1',
  responses: {
    200: json(
      z.looseObject({ openapi: z.string().openapi({ example: '3.1.0' }) }),
      'The description',
    ),
    304: { description: 'As it was, for who sent its `ETag` as `If-None-Match`' },
  },
})
