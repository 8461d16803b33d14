import { createRoute } from '@hono/zod-openapi'
import { rotateInput, type SigningSecret, signingSecretSchema } from '@prikke/contract'
import { newSigningSecret } from '@prikke/outbound'
import { organizations } from '@prikke/schema'
import { eq, sql } from 'drizzle-orm'
import { notFound } from '../problem.ts'
import { body, createRoutes, json, personWho } from '../route.ts'
import type { Services } from '../services.ts'

const about = { tags: ['Keys'], security: personWho('manage_signing_secret') }

const get = createRoute({
  ...about,
  operationId: 'getSigningSecret',
  method: 'get',
  path: '/api/signing-secret',
  summary: 'Read the secret that signs deliveries',
  responses: { 200: json(signingSecretSchema, 'The secret') },
})
const rotate = createRoute({
  ...about,
  operationId: 'rotateSigningSecret',
  method: 'post',
  path: '/api/signing-secret/rotate',
  summary: 'Take a new secret; the old one signs too for the hours of overlap',
  description: 'During the overlap deliveries carry two signatures, so a receiver may know either.',
  request: body(rotateInput),
  responses: { 200: json(signingSecretSchema, 'The new secret') },
})

export function signingSecretRoutes({ pool, log }: Services) {
  const routes = createRoutes()

  routes.openapi(get, async c => {
    const [row] = await pool.db
      .select()
      .from(organizations)
      .where(eq(organizations.id, c.var.organization.id))
    return c.json(secretOf(row), 200)
  })

  routes.openapi(rotate, async c => {
    const { overlapHours } = c.req.valid('json')
    const overlaps = overlapHours > 0
    const [row] = await pool.db
      .update(organizations)
      .set({
        signingSecret: newSigningSecret(),
        previousSigningSecret: overlaps ? sql`${organizations.signingSecret}` : null,
        previousSigningSecretExpiresAt: overlaps
          ? sql`now() + ${overlapHours}::int * interval '1 hour'`
          : null,
      })
      .where(eq(organizations.id, c.var.organization.id))
      .returning()
    log.info(
      { organization: c.var.organization.slug, userId: c.var.signedIn.user.id, overlapHours },
      'signing secret rotated',
    )
    return c.json(secretOf(row), 200)
  })

  return routes
}

function secretOf(row: typeof organizations.$inferSelect | undefined): SigningSecret {
  if (row === undefined) throw notFound('The organization is gone.')
  return {
    secret: row.signingSecret,
    previousExpiresAt: row.previousSigningSecretExpiresAt?.toISOString() ?? null,
  }
}
