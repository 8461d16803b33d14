import { createRoute, z } from '@hono/zod-openapi'
import {
  deleteOrganizationInput,
  idSchema,
  organizationInput,
  organizationPage,
  organizationPatch,
  organizationSchema,
  pageQuery,
} from '@prikke/contract'
import { organizations } from '@prikke/schema'
import { eq } from 'drizzle-orm'
import type { Context } from 'hono'
import { shownOrganization, tenantsOf } from '../auth/tenants.ts'
import { removeMember } from '../organizations/change-member.ts'
import { deleteOrganization, restoreOrganization } from '../organizations/deletion.ts'
import { foundOrganization } from '../organizations/found.ts'
import { callerIn, holdOrganization, type OrganizationRow } from '../organizations/hold.ts'
import { pageFrom, readIdCursor } from '../page.ts'
import {
  type AppEnv,
  access,
  body,
  createRoutes,
  json,
  personWho,
  problems,
  whenReading,
  whenWriting,
} from '../route.ts'
import type { Services } from '../services.ts'

const about = { tags: ['Organizations'] }
const params = z.object({ id: idSchema })
const answer = (description: string) => ({ 200: json(organizationSchema, description) })

const list = createRoute({
  ...about,
  security: access.user,
  method: 'get',
  path: '/api/organizations',
  summary: 'List the organizations that you are in, newest first',
  request: { query: pageQuery },
  responses: { 200: json(organizationPage, 'A page of organizations'), ...problems(401, 403, 422) },
})
const create = createRoute({
  ...about,
  security: access.user,
  method: 'post',
  path: '/api/organizations',
  summary: 'Make an organization, which you own; alerts of it go to your address',
  request: body(organizationInput),
  responses: {
    201: json(organizationSchema, 'The organization'),
    ...problems(400, 401, 403, 413, 415, 422, 429),
  },
})
const get = createRoute({
  ...about,
  security: personWho('look'),
  method: 'get',
  path: '/api/organizations/{id}',
  summary: 'Read an organization',
  request: { params },
  responses: { ...answer('The organization'), ...whenReading },
})
const patch = createRoute({
  ...about,
  security: personWho('rename_organization'),
  method: 'patch',
  path: '/api/organizations/{id}',
  summary: 'Change its name or slug, by JSON merge patch',
  request: { params, ...body(organizationPatch) },
  responses: { ...answer('The organization as it is now'), ...whenWriting },
})
const remove = createRoute({
  ...about,
  security: personWho('delete_organization'),
  method: 'delete',
  path: '/api/organizations/{id}',
  summary: 'Delete an organization: its jobs stop at once, and at goneAt everything is removed',
  request: { params, ...body(deleteOrganizationInput) },
  responses: { ...answer('Deleted, until when it can be restored'), ...whenWriting },
})
const restore = createRoute({
  ...about,
  security: personWho('delete_organization'),
  method: 'post',
  path: '/api/organizations/{id}/restore',
  summary: 'Undo a deletion: schedules go on from now, and what was missed is not made up',
  request: { params },
  responses: { ...answer('The organization as it is now'), ...whenReading },
})
const leave = createRoute({
  ...about,
  security: personWho('leave'),
  method: 'post',
  path: '/api/organizations/{id}/leave',
  summary: 'Leave an organization; its last owner cannot',
  request: { params },
  responses: { 204: { description: 'Left' }, ...whenReading, ...problems(409) },
})

export function organizationRoutes(services: Services) {
  const { pool, vault, limits, announcer, log } = services
  const routes = createRoutes()
  const note = (c: Context<AppEnv>, { slug }: Pick<OrganizationRow, 'slug'>, what: string) =>
    log.info({ organization: slug, userId: c.var.signedIn.user.id }, what)

  routes.openapi(list, async c => {
    const { limit, cursor } = c.req.valid('query')
    const after = readIdCursor(cursor)
    const own = (await tenantsOf(pool, c.var.signedIn.user.id))
      .filter(({ id }) => after === undefined || id < after)
      .sort((a, b) => (a.id < b.id ? 1 : -1))
      .slice(0, limit + 1)
    return c.json(
      pageFrom(own, limit, ({ id }) => id, shownOrganization),
      200,
    )
  })

  routes.openapi(create, async c => {
    const { name } = c.req.valid('json')
    const { user } = c.var.signedIn
    await limits.take(['organization_by_user', user.id])
    const made = await pool.transaction(tx => foundOrganization(tx, vault, name, user))
    note(c, made, 'organization made')
    return c.json(shownOrganization({ ...made, role: 'owner' }), 201)
  })

  routes.openapi(get, c => c.json(shownOrganization(c.var.organization), 200))

  routes.openapi(patch, async c => {
    const { name, slug } = c.req.valid('json')
    const changed = await pool.transaction(async tx => {
      const { organization, role } = await holdOrganization(tx, callerIn(c), 'rename_organization')
      if (name === undefined && slug === undefined) return { ...organization, role }
      const [row] = await tx.db
        .update(organizations)
        .set({ ...(name !== undefined && { name }), ...(slug !== undefined && { slug }) })
        .where(eq(organizations.id, organization.id))
        .returning()
      return { ...(row ?? organization), role }
    })
    note(c, changed, 'organization renamed')
    return c.json(shownOrganization(changed), 200)
  })

  routes.openapi(remove, async c => {
    const { confirm } = c.req.valid('json')
    const deleted = await deleteOrganization(services, callerIn(c), confirm)
    announcer.touch('jobs', deleted.id)
    announcer.touch('executions', deleted.id)
    note(c, deleted, 'organization deleted')
    return c.json(shownOrganization({ ...deleted, role: c.var.organization.role }), 200)
  })

  routes.openapi(restore, async c => {
    const restored = await restoreOrganization(services, callerIn(c))
    announcer.touch('jobs', restored.id)
    announcer.touch('executions', restored.id)
    note(c, restored, 'organization restored')
    return c.json(shownOrganization({ ...restored, role: c.var.organization.role }), 200)
  })

  routes.openapi(leave, async c => {
    const caller = callerIn(c)
    await pool.transaction(tx => removeMember(tx, caller, caller.userId))
    note(c, c.var.organization, 'member left')
    return c.body(null, 204)
  })

  return routes
}
