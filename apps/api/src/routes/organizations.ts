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
import type { Step } from '../change/change.ts'
import { isKnown, requireMatch, tag } from '../etag.ts'
import { removeMember } from '../organizations/change-member.ts'
import { deleteOrganization, restoreOrganization } from '../organizations/deletion.ts'
import { foundOrganization, recordFounding } from '../organizations/found.ts'
import { callerIn, holdOrganization } from '../organizations/hold.ts'
import { pageFrom, readIdCursor } from '../page.ts'
import {
  type AppEnv,
  access,
  body,
  createRoutes,
  ifChanged,
  ifSame,
  json,
  onlyOnce,
  personWho,
  problems,
  tagged,
  unchanged,
} from '../route.ts'
import type { Services } from '../services.ts'

const about = { tags: ['Organizations'] }
const params = z.object({ id: idSchema })
const answer = (description: string) => ({ 200: json(organizationSchema, description) })

const list = createRoute({
  ...about,
  security: access.user,
  operationId: 'listOrganizations',
  method: 'get',
  path: '/api/organizations',
  summary: 'List the organizations that you are in, newest first',
  request: { query: pageQuery },
  responses: { 200: json(organizationPage, 'A page of organizations') },
})
const create = createRoute({
  ...about,
  security: access.user,
  operationId: 'createOrganization',
  method: 'post',
  path: '/api/organizations',
  summary: 'Make an organization, which you own; alerts of it go to your address',
  request: { ...onlyOnce, ...body(organizationInput) },
  responses: {
    201: tagged(organizationSchema, 'The organization'),
    ...problems('rate_limited'),
  },
})
const get = createRoute({
  ...about,
  security: personWho('look'),
  operationId: 'getOrganization',
  method: 'get',
  path: '/api/organizations/{id}',
  summary: 'Read an organization',
  request: { params, ...ifChanged },
  responses: { 200: tagged(organizationSchema, 'The organization'), ...unchanged },
})
const patch = createRoute({
  ...about,
  security: personWho('rename_organization'),
  operationId: 'updateOrganization',
  method: 'patch',
  path: '/api/organizations/{id}',
  summary: 'Change its name or slug, by JSON merge patch',
  request: { params, ...ifSame, ...body(organizationPatch) },
  responses: {
    200: tagged(organizationSchema, 'The organization as it is now'),
    ...problems('slug_taken'),
  },
})
const remove = createRoute({
  ...about,
  security: personWho('delete_organization'),
  operationId: 'deleteOrganization',
  method: 'delete',
  path: '/api/organizations/{id}',
  summary: 'Delete an organization: its jobs stop at once, and at goneAt everything is removed',
  description:
    'From this moment its jobs do not run and its keys open nothing. For seven days an owner can restore it.',
  request: { params, ...body(deleteOrganizationInput) },
  responses: {
    ...answer('Deleted, until when it can be restored'),
    ...problems('confirmation_mismatch'),
  },
})
const restore = createRoute({
  ...about,
  security: personWho('delete_organization'),
  operationId: 'restoreOrganization',
  method: 'post',
  path: '/api/organizations/{id}/restore',
  summary: 'Undo a deletion: schedules go on from now, and what was missed is not made up',
  request: { params },
  responses: { ...answer('The organization as it is now') },
})
const leave = createRoute({
  ...about,
  security: personWho('leave'),
  operationId: 'leaveOrganization',
  method: 'post',
  path: '/api/organizations/{id}/leave',
  summary: 'Leave an organization; its last owner cannot',
  request: { params },
  responses: { 204: { description: 'Left' }, ...problems('last_owner') },
})

export function organizationRoutes(services: Services) {
  const { pool, vault, limits, change } = services
  const routes = createRoutes()
  const inChangeOf =
    (c: Context<AppEnv>) =>
    <R>(work: (step: Step) => Promise<R>) =>
      change(c, work)

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
    return await change(c, async ({ tx, record }) => {
      const made = await foundOrganization(tx, vault, name, user)
      recordFounding(record, made, user)
      return c.json(tag(c, shownOrganization({ ...made, role: 'owner' })), 201)
    })
  })

  routes.openapi(get, c => {
    const shown = shownOrganization(c.var.organization)
    tag(c, shown)
    return isKnown(c, shown) ? c.body(null, 304) : c.json(shown, 200)
  })

  routes.openapi(patch, c =>
    change(c, async ({ tx, record }) => {
      const { name, slug } = c.req.valid('json')
      const { organization, role } = await holdOrganization(tx, callerIn(c), 'rename_organization')
      await requireMatch(c, () => shownOrganization({ ...organization, role }))
      const after = {
        ...(name !== undefined && { name }),
        ...(slug !== undefined && { slug }),
      }
      const before = { name: organization.name, slug: organization.slug }
      const { id } = organization
      if (Object.keys(after).length > 0) {
        await tx.db.update(organizations).set(after).where(eq(organizations.id, id))
        const subject = { type: 'organization' as const, id, name: organization.name }
        record({ action: 'organization.updated', subject, before, after: { ...before, ...after } })
      }
      return c.json(tag(c, shownOrganization({ ...organization, ...after, role })), 200)
    }),
  )

  routes.openapi(remove, async c => {
    const { confirm } = c.req.valid('json')
    const { role } = c.var.organization
    const inChange = inChangeOf(c)
    const deleted = await deleteOrganization(services, inChange, callerIn(c), confirm)
    return c.json(shownOrganization({ ...deleted, role }), 200)
  })

  routes.openapi(restore, async c => {
    const { role } = c.var.organization
    const restored = await restoreOrganization(services, inChangeOf(c), callerIn(c))
    return c.json(shownOrganization({ ...restored, role }), 200)
  })

  routes.openapi(leave, c =>
    change(c, async ({ tx, record }) => {
      const caller = callerIn(c)
      const role = await removeMember(tx, caller, caller.userId)
      const { user } = c.var.signedIn
      const subject = { type: 'member' as const, id: user.id, name: user.email }
      record({ action: 'member.left', subject, before: { role } })
      return c.body(null, 204)
    }),
  )

  return routes
}
