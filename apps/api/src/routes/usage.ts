import { createRoute, z } from '@hono/zod-openapi'
import { idSchema, organizationSchema, tierInput, usageQuery, usageSchema } from '@prikke/contract'
import { shownOrganization } from '../auth/tenants.ts'
import { callerIn } from '../organizations/hold.ts'
import { changeTier } from '../plans/change-tier.ts'
import { usageOf } from '../plans/usage.ts'
import { access, body, createRoutes, json, personWho, problems } from '../route.ts'
import type { Services } from '../services.ts'

const usage = createRoute({
  tags: ['Organizations'],
  security: access.read,
  operationId: 'getUsage',
  method: 'get',
  path: '/api/usage',
  summary: 'Count what was used in a month, beside what the plan allows',
  request: { query: usageQuery },
  responses: { 200: json(usageSchema, 'Of the month') },
})
const setTier = createRoute({
  tags: ['Organizations'],
  security: personWho('change_tier'),
  operationId: 'setTier',
  method: 'put',
  path: '/api/organizations/{id}/tier',
  summary: 'Upgrade to Pro or go back to Free, at once; who runs the instance is told',
  request: { params: z.object({ id: idSchema }), ...body(tierInput) },
  responses: {
    200: json(organizationSchema, 'The organization as it is now'),
    ...problems('plan_limits_off'),
  },
})

export function usageRoutes({ pool, change, settings }: Services) {
  const routes = createRoutes()

  routes.openapi(usage, async c => {
    const { retentionDays } = settings
    const { month } = c.req.valid('query')
    return c.json(await usageOf(pool, c.var.organization, { month, retentionDays }), 200)
  })

  routes.openapi(setTier, c =>
    change(c, async ({ tx, record }) => {
      const { tier } = c.req.valid('json')
      const caller = { ...callerIn(c), email: c.var.signedIn.user.email }
      const { before, after } = await changeTier(tx, caller, tier)
      record({
        action: 'organization.tier_changed',
        subject: { type: 'organization', id: after.id, name: after.name },
        before: { tier: before },
        after: { tier: after.tier },
      })
      return c.json(shownOrganization({ ...after, role: c.var.organization.role }), 200)
    }),
  )

  return routes
}
