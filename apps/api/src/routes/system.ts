import { createRoute } from '@hono/zod-openapi'
import {
  mailTestSchema,
  outboundTestSchema,
  systemDatabaseSchema,
  systemSchema,
  systemSettingsSchema,
} from '@prikke/contract'
import { enqueuePlainMail } from '@prikke/queue'
import { access, createRoutes, json, problems } from '../route.ts'
import type { Services } from '../services.ts'
import { awaitMailTest } from '../system/await-mail-test.ts'
import { levelOf, worstFirst } from '../system/check.ts'
import { judgeDatabase } from '../system/judge-database.ts'
import { judgeSettings } from '../system/judge-settings.ts'
import { readDatabase } from '../system/read-database.ts'
import { readNodes } from '../system/read-nodes.ts'
import { readSystem } from '../system/read-system.ts'
import { testOutbound } from '../system/test-outbound.ts'

const about = { tags: ['Instance'], security: access.operator }

const system = createRoute({
  ...about,
  operationId: 'getSystem',
  method: 'get',
  path: '/api/system',
  summary: 'How the instance stands: its processes, what is to be done, and how late it is',
  description:
    'For operators. What a process says of itself is up to ten seconds old. Everything is read along indexes and stops at a number of rows: it costs a large instance no more than a small one.',
  responses: { 200: json(systemSchema, 'The instance, judged') },
})
const database = createRoute({
  ...about,
  operationId: 'getSystemDatabase',
  method: 'get',
  path: '/api/system/database',
  summary: 'How the database stands: size, connections, migrations, and the largest tables',
  description: 'For operators. From the statistics of PostgreSQL: no row is counted.',
  responses: { 200: json(systemDatabaseSchema, 'The database, judged') },
})
const settings = createRoute({
  ...about,
  operationId: 'getSystemSettings',
  method: 'get',
  path: '/api/system/settings',
  summary: 'The configuration in force in each process, without secrets',
  responses: { 200: json(systemSettingsSchema, 'The configuration, judged') },
})
const outbound = createRoute({
  ...about,
  operationId: 'testOutbound',
  method: 'post',
  path: '/api/system/tests/outbound',
  summary: 'Call the echo of this instance as a job would, and say what came of it',
  responses: { 200: json(outboundTestSchema, 'What came of it'), ...problems('rate_limited') },
})
const mail = createRoute({
  ...about,
  operationId: 'testMail',
  method: 'post',
  path: '/api/system/tests/mail',
  summary: 'Send yourself a mail by the way that all mail takes, and say what the relay answered',
  responses: {
    200: json(mailTestSchema, 'What the relay answered'),
    ...problems('rate_limited', 'mail_test_timeout'),
  },
})

const subject = { type: 'instance' as const, id: null, name: null }

export function systemRoutes(services: Services) {
  const { pool, change, limits, sender, settings: own, closing } = services
  const routes = createRoutes()

  routes.openapi(system, async c => c.json(await readSystem(pool.sql), 200))

  routes.openapi(database, async c => {
    const { habits, ...found } = await readDatabase(pool.sql)
    const checks = worstFirst(judgeDatabase({ ...found, habits }))
    return c.json({ ...found, level: levelOf(checks), checks }, 200)
  })

  routes.openapi(settings, async c => {
    const nodes = (await readNodes(pool.sql)).flatMap(({ shown, settings: read }) =>
      shown.isGone ? [] : [{ id: shown.id, app: shown.app, settings: read }],
    )
    const checks = worstFirst(judgeSettings(nodes))
    return c.json({ level: levelOf(checks), checks, nodes }, 200)
  })

  routes.openapi(outbound, async c => {
    await limits.take(['self_test', c.var.signedIn.user.id])
    await change(c, async ({ record }) => {
      record({ action: 'instance.outbound_tested', subject, organizationId: null })
    })
    return c.json(await testOutbound(sender, own.appUrl), 200)
  })

  routes.openapi(mail, async c => {
    const { id, email } = c.var.signedIn.user
    await limits.take(['self_test', id])
    const startedAt = performance.now()
    const mailId = await change(c, async ({ tx, record }) => {
      record({ action: 'instance.mail_tested', subject, organizationId: null })
      return await enqueuePlainMail(tx, email, { kind: 'self_test', by: email })
    })
    const result = await awaitMailTest(pool, mailId, closing)
    return c.json({ ...result, tookMs: Math.round(performance.now() - startedAt) }, 200)
  })

  return routes
}
