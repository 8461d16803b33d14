import { createRoute, z } from '@hono/zod-openapi'
import { idSchema, inviteInput, invitePage, inviteSchema, pageQuery } from '@prikke/contract'
import { type Database, invites } from '@prikke/schema'
import { and, eq, sql } from 'drizzle-orm'
import type { Context } from 'hono'
import { callerIn } from '../organizations/hold.ts'
import { inviteFrom, isOpen, listInvites, selectInvites } from '../organizations/read-invites.ts'
import { resendInvite, writeInvite } from '../organizations/write-invite.ts'
import { notFound } from '../problem.ts'
import { type AppEnv, body, createRoutes, json, onlyOnce, personWho, problems } from '../route.ts'
import type { Services } from '../services.ts'

const about = { tags: ['Organizations'], security: personWho('manage_invites') }
/** The segment is an id here, and a token in the routes for the invited: one path has one name. */
const params = z.object({ invite: idSchema })

const create = createRoute({
  ...about,
  operationId: 'createInvite',
  method: 'post',
  path: '/api/invites',
  summary: 'Invite somebody by mail; the link stands for seven days',
  description:
    'Nobody gives a greater role than their own. Without a relay for mail the link stands in the log of the notifier.',
  request: { ...onlyOnce, ...body(inviteInput) },
  responses: {
    201: json(inviteSchema, 'The invite'),
    ...problems('already_member', 'invite_exists', 'plan_limit', 'rate_limited'),
  },
})
const list = createRoute({
  ...about,
  operationId: 'listInvites',
  method: 'get',
  path: '/api/invites',
  summary: 'List invites with what became of them, newest first',
  request: { query: pageQuery },
  responses: { 200: json(invitePage, 'A page of invites') },
})
const resend = createRoute({
  ...about,
  operationId: 'resendInvite',
  method: 'post',
  path: '/api/invites/{invite}/resend',
  summary: 'Send an invite again, by its id: with a new link, and the old one is void',
  request: { params },
  responses: { 200: json(inviteSchema, 'The invite'), ...problems('plan_limit', 'rate_limited') },
})
const revoke = createRoute({
  ...about,
  operationId: 'revokeInvite',
  method: 'delete',
  path: '/api/invites/{invite}',
  summary: 'Revoke an invite, by its id',
  request: { params },
  responses: { 204: { description: 'Revoked' } },
})

export function inviteRoutes({ pool, change, vault, limits }: Services) {
  const routes = createRoutes()
  const find = async (at: Pick<Database, 'db'>, c: Context<AppEnv>, id: string) => {
    const own = and(eq(invites.organizationId, c.var.organization.id), eq(invites.id, id))
    const [row] = await selectInvites(at).where(own)
    if (row === undefined) throw notFound('There is no such invite.')
    return row
  }
  const inviterIn = (c: Context<AppEnv>) => ({ ...callerIn(c), email: c.var.signedIn.user.email })

  routes.openapi(create, async c => {
    const input = c.req.valid('json')
    const inviter = inviterIn(c)
    await limits.take(['invite_by_user', inviter.userId], ['invite_mail', input.email])
    return await change(c, async ({ tx, record }) => {
      const id = await writeInvite(tx, vault, inviter, input)
      const { role } = input
      record({ action: 'invite.created', subject: subjectOf(id, input.email), after: { role } })
      return c.json(inviteFrom(await find(tx, c, id)), 201)
    })
  })

  routes.openapi(list, async c =>
    c.json(await listInvites(pool, c.var.organization.id, c.req.valid('query')), 200),
  )

  routes.openapi(resend, async c => {
    const { invite: id } = c.req.valid('param')
    const { email } = (await find(pool, c, id)).invite
    await limits.take(['invite_again', id], ['invite_mail', email])
    return await change(c, async ({ tx, record }) => {
      const isSent = await resendInvite(tx, vault, inviterIn(c), id)
      if (!isSent) throw noSuchOpenInvite
      record({ action: 'invite.resent', subject: subjectOf(id, email) })
      return c.json(inviteFrom(await find(tx, c, id)), 200)
    })
  })

  routes.openapi(revoke, c =>
    change(c, async ({ tx, record }) => {
      const { invite: id } = c.req.valid('param')
      const [revoked] = await tx.db
        .update(invites)
        .set({ revokedAt: sql`now()` })
        .where(and(eq(invites.organizationId, c.var.organization.id), eq(invites.id, id), isOpen))
        .returning({ email: invites.email })
      if (revoked === undefined) throw noSuchOpenInvite
      record({ action: 'invite.revoked', subject: subjectOf(id, revoked.email) })
      return c.body(null, 204)
    }),
  )

  return routes
}

const subjectOf = (id: string, email: string) => ({ type: 'invite' as const, id, name: email })

const noSuchOpenInvite = notFound('There is no such invite, or it has been answered.')
