import { createRoute, z } from '@hono/zod-openapi'
import { idSchema, inviteInput, invitePage, inviteSchema, pageQuery } from '@prikke/contract'
import { invites } from '@prikke/schema'
import { and, desc, eq, lt, sql } from 'drizzle-orm'
import type { Context } from 'hono'
import { callerIn } from '../organizations/hold.ts'
import { inviteFrom, isOpen, selectInvites } from '../organizations/read-invites.ts'
import { resendInvite, writeInvite } from '../organizations/write-invite.ts'
import { pageFrom, readIdCursor } from '../page.ts'
import { notFound } from '../problem.ts'
import {
  type AppEnv,
  body,
  createRoutes,
  json,
  personWho,
  problems,
  whenReading,
  whenWriting,
} from '../route.ts'
import type { Services } from '../services.ts'

const about = { tags: ['Organizations'], security: personWho('manage_invites') }
/** The segment is an id here, and a token in the routes for the invited: one path has one name. */
const params = z.object({ invite: idSchema })

const create = createRoute({
  ...about,
  method: 'post',
  path: '/api/invites',
  summary: 'Invite somebody by mail; the link stands for seven days',
  request: body(inviteInput),
  responses: { 201: json(inviteSchema, 'The invite'), ...whenWriting, ...problems(402, 429) },
})
const list = createRoute({
  ...about,
  method: 'get',
  path: '/api/invites',
  summary: 'List invites with what became of them, newest first',
  request: { query: pageQuery },
  responses: { 200: json(invitePage, 'A page of invites'), ...whenReading },
})
const resend = createRoute({
  ...about,
  method: 'post',
  path: '/api/invites/{invite}/resend',
  summary: 'Send an invite again, by its id: with a new link, and the old one is void',
  request: { params },
  responses: { 200: json(inviteSchema, 'The invite'), ...whenReading, ...problems(402, 429) },
})
const revoke = createRoute({
  ...about,
  method: 'delete',
  path: '/api/invites/{invite}',
  summary: 'Revoke an invite, by its id',
  request: { params },
  responses: { 204: { description: 'Revoked' }, ...whenReading },
})

export function inviteRoutes({ pool, vault, limits, log }: Services) {
  const routes = createRoutes()
  const find = async (c: Context<AppEnv>, id: string) => {
    const own = and(eq(invites.organizationId, c.var.organization.id), eq(invites.id, id))
    const [row] = await selectInvites(pool).where(own)
    if (row === undefined) throw notFound('There is no such invite.')
    return row
  }
  const inviterIn = (c: Context<AppEnv>) => ({ ...callerIn(c), email: c.var.signedIn.user.email })
  const note = (c: Context<AppEnv>, inviteId: string, what: string) => {
    const { slug } = c.var.organization
    log.info({ organization: slug, userId: c.var.signedIn.user.id, inviteId }, what)
  }

  routes.openapi(create, async c => {
    const input = c.req.valid('json')
    const inviter = inviterIn(c)
    await limits.take(['invite_by_user', inviter.userId], ['invite_mail', input.email])
    const id = await pool.transaction(tx => writeInvite(tx, vault, inviter, input))
    note(c, id, 'invited')
    return c.json(inviteFrom(await find(c, id)), 201)
  })

  routes.openapi(list, async c => {
    const { limit, cursor } = c.req.valid('query')
    const after = readIdCursor(cursor)
    const rows = await selectInvites(pool)
      .where(
        and(
          eq(invites.organizationId, c.var.organization.id),
          after === undefined ? undefined : lt(invites.id, after),
        ),
      )
      .orderBy(desc(invites.id))
      .limit(limit + 1)
    return c.json(
      pageFrom(rows, limit, row => row.invite.id, inviteFrom),
      200,
    )
  })

  routes.openapi(resend, async c => {
    const { invite: id } = c.req.valid('param')
    const { invite } = await find(c, id)
    await limits.take(['invite_again', id], ['invite_mail', invite.email])
    const isSent = await pool.transaction(tx => resendInvite(tx, vault, inviterIn(c), id))
    if (!isSent) throw noSuchOpenInvite
    note(c, id, 'invited again')
    return c.json(inviteFrom(await find(c, id)), 200)
  })

  routes.openapi(revoke, async c => {
    const { invite: id } = c.req.valid('param')
    const [revoked] = await pool.db
      .update(invites)
      .set({ revokedAt: sql`now()` })
      .where(and(eq(invites.organizationId, c.var.organization.id), eq(invites.id, id), isOpen))
      .returning({ id: invites.id })
    if (revoked === undefined) throw noSuchOpenInvite
    note(c, id, 'invite revoked')
    return c.body(null, 204)
  })

  return routes
}

const noSuchOpenInvite = notFound('There is no such invite, or it has been answered.')
