import { createRoute, z } from '@hono/zod-openapi'
import { idSchema, memberPage, memberPatch, memberSchema, pageQuery } from '@prikke/contract'
import { users } from '@prikke/schema'
import { eq } from 'drizzle-orm'
import { changeRole, removeMember } from '../organizations/change-member.ts'
import { callerIn, memberOf } from '../organizations/hold.ts'
import { listMembers, memberFrom, selectMembers } from '../organizations/list-members.ts'
import { notFound } from '../problem.ts'
import { body, createRoutes, json, personWho, problems } from '../route.ts'
import type { Services } from '../services.ts'

const about = { tags: ['Organizations'] }
const params = z.object({ userId: idSchema })

const list = createRoute({
  ...about,
  security: personWho('look'),
  operationId: 'listMembers',
  method: 'get',
  path: '/api/members',
  summary: 'List the members, the newest account first',
  request: { query: pageQuery },
  responses: { 200: json(memberPage, 'A page of members') },
})
const patch = createRoute({
  ...about,
  security: personWho('manage_members'),
  operationId: 'updateMember',
  method: 'patch',
  path: '/api/members/{userId}',
  summary: 'Change the role of a member; only an owner makes and unmakes owners',
  request: { params, ...body(memberPatch) },
  responses: { 200: json(memberSchema, 'The member as it is now'), ...problems('last_owner') },
})
const remove = createRoute({
  ...about,
  security: personWho('manage_members'),
  operationId: 'removeMember',
  method: 'delete',
  path: '/api/members/{userId}',
  summary: 'Remove a member, at once',
  description: 'What they made stays, their API keys too.',
  request: { params },
  responses: { 204: { description: 'Removed' }, ...problems('last_owner') },
})

export function memberRoutes({ pool, change }: Services) {
  const routes = createRoutes()

  routes.openapi(list, async c =>
    c.json(await listMembers(pool, c.var.organization.id, c.req.valid('query')), 200),
  )

  routes.openapi(patch, c =>
    change(c, async ({ tx, record }) => {
      const { userId } = c.req.valid('param')
      const { role } = c.req.valid('json')
      const caller = callerIn(c)
      const before = await changeRole(tx, caller, userId, role)
      const [row] = await selectMembers(tx).where(memberOf(caller.organizationId, userId))
      if (row === undefined) throw notFound('There is no such member.')
      const subject = { type: 'member' as const, id: userId, name: row.email }
      record({ action: 'member.updated', subject, before: { role: before }, after: { role } })
      return c.json(memberFrom(row), 200)
    }),
  )

  routes.openapi(remove, c =>
    change(c, async ({ tx, record }) => {
      const { userId } = c.req.valid('param')
      const role = await removeMember(tx, callerIn(c), userId)
      const [user] = await tx.db.select().from(users).where(eq(users.id, userId))
      const subject = { type: 'member' as const, id: userId, name: user?.email ?? null }
      record({ action: 'member.removed', subject, before: { role } })
      return c.body(null, 204)
    }),
  )

  return routes
}
