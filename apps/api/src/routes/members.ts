import { createRoute, z } from '@hono/zod-openapi'
import {
  idSchema,
  type Member,
  memberPage,
  memberPatch,
  memberSchema,
  pageQuery,
} from '@prikke/contract'
import { members, users } from '@prikke/schema'
import { and, desc, eq, lt } from 'drizzle-orm'
import type { Context } from 'hono'
import { changeRole, removeMember } from '../organizations/change-member.ts'
import { callerIn, memberOf } from '../organizations/hold.ts'
import { pageFrom, readIdCursor } from '../page.ts'
import { notFound } from '../problem.ts'
import { type AppEnv, body, createRoutes, json, personWho, problems } from '../route.ts'
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

export function memberRoutes({ pool, log }: Services) {
  const routes = createRoutes()
  const selectMembers = () =>
    pool.db
      .select({ member: members, email: users.email, name: users.name })
      .from(members)
      .innerJoin(users, eq(users.id, members.userId))
  const note = (c: Context<AppEnv>, memberId: string, what: string) => {
    const { slug } = c.var.organization
    log.info({ organization: slug, userId: c.var.signedIn.user.id, memberId }, what)
  }

  routes.openapi(list, async c => {
    const { limit, cursor } = c.req.valid('query')
    const after = readIdCursor(cursor)
    const rows = await selectMembers()
      .where(
        and(
          eq(members.organizationId, c.var.organization.id),
          after === undefined ? undefined : lt(members.userId, after),
        ),
      )
      .orderBy(desc(members.userId))
      .limit(limit + 1)
    return c.json(
      pageFrom(rows, limit, row => row.member.userId, memberFrom),
      200,
    )
  })

  routes.openapi(patch, async c => {
    const { userId } = c.req.valid('param')
    const { role } = c.req.valid('json')
    const caller = callerIn(c)
    await pool.transaction(tx => changeRole(tx, caller, userId, role))
    note(c, userId, `member made ${role}`)
    const [row] = await selectMembers().where(memberOf(caller.organizationId, userId))
    if (row === undefined) throw notFound('There is no such member.')
    return c.json(memberFrom(row), 200)
  })

  routes.openapi(remove, async c => {
    const { userId } = c.req.valid('param')
    await pool.transaction(tx => removeMember(tx, callerIn(c), userId))
    note(c, userId, 'member removed')
    return c.body(null, 204)
  })

  return routes
}

type Row = { member: typeof members.$inferSelect; email: string; name: string }

const memberFrom = ({ member, email, name }: Row): Member => ({
  userId: member.userId,
  email,
  name,
  role: member.role,
  joinedAt: member.createdAt.toISOString(),
})
