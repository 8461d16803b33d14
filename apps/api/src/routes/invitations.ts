import { createRoute, z } from '@hono/zod-openapi'
import { type Invitation, invitationSchema, organizationSchema } from '@prikke/contract'
import { invites, organizations } from '@prikke/schema'
import { eq } from 'drizzle-orm'
import { shownOrganization } from '../auth/tenants.ts'
import { acceptInvite, answerInvite, join, joined } from '../organizations/answer-invite.ts'
import { inviteStatus } from '../organizations/read-invites.ts'
import { hashOfInvite } from '../organizations/write-invite.ts'
import { notFound } from '../problem.ts'
import { access, createRoutes, json, problems } from '../route.ts'
import type { Services } from '../services.ts'

/** The invited come with the token of their link. */
const params = z.object({
  invite: z.string().min(1).max(200).openapi({
    description: 'The token of the link',
    example: 'wJ0rXcT5m2Qe8LhVbN4uKzP7sYfA1dGi3oRtE6yHxCk',
  }),
})
const about = { tags: ['Organizations'] }

const get = createRoute({
  ...about,
  security: access.anyone,
  operationId: 'getInvitation',
  method: 'get',
  path: '/api/invites/{invite}',
  summary: 'Read an invite, by the token of its link',
  request: { params },
  responses: { 200: json(invitationSchema, 'The invite') },
})
const accept = createRoute({
  ...about,
  security: access.user,
  operationId: 'acceptInvitation',
  method: 'post',
  path: '/api/invites/{invite}/accept',
  summary: 'Join, by the token of the link; for the account with the invited address',
  request: { params },
  responses: {
    200: json(organizationSchema, 'The organization that you are in now'),
    ...problems('invite_used', 'invite_expired', 'invite_for_another', 'plan_limit'),
  },
})
const decline = createRoute({
  ...about,
  security: access.anyone,
  operationId: 'declineInvitation',
  method: 'post',
  path: '/api/invites/{invite}/decline',
  summary: 'Decline, by the token of the link',
  request: { params },
  responses: { 204: { description: 'Declined' }, ...problems('invite_used', 'invite_expired') },
})

export function invitationRoutes({ pool, change }: Services) {
  const routes = createRoutes()

  routes.openapi(get, async c => {
    const [row] = await pool.db
      .select({ invite: invites, status: inviteStatus, organization: organizations })
      .from(invites)
      .innerJoin(organizations, eq(organizations.id, invites.organizationId))
      .where(eq(invites.tokenHash, hashOfInvite(c.req.valid('param').invite)))
    if (row === undefined) throw notFound('There is no such invite.')
    const isOver = row.status === 'open' && row.organization.deletedAt !== null
    const invitation: Invitation = {
      organizationName: row.organization.name,
      email: row.invite.email,
      role: row.invite.role,
      status: isOver ? 'expired' : row.status,
      expiresAt: row.invite.expiresAt.toISOString(),
    }
    return c.json(invitation, 200)
  })

  routes.openapi(accept, c =>
    change(c, async ({ tx, record }) => {
      const { invite: token } = c.req.valid('param')
      const { user } = c.var.signedIn
      const tenant = await join(tx, await acceptInvite(tx, token, user.email), user.id)
      record(joined(tenant, user))
      return c.json(shownOrganization(tenant), 200)
    }),
  )

  routes.openapi(decline, c =>
    change(c, async ({ tx, record }) => {
      const { id, email, organizationId } = await answerInvite(
        tx,
        c.req.valid('param').invite,
        'declined',
      )
      // Whoever has the link: nobody need be signed in.
      const by = { id: null, email }
      const subject = { type: 'invite' as const, id, name: email }
      record({ action: 'invite.declined', subject, by, organizationId })
      return c.body(null, 204)
    }),
  )

  return routes
}
