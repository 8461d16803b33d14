import { createRoute } from '@hono/zod-openapi'
import { rotateInput, type SigningSecret, signingSecretSchema } from '@prikke/contract'
import { newSigningSecret } from '@prikke/outbound'
import { organizations } from '@prikke/schema'
import { openSigningSecret, places, SealError, type Vault } from '@prikke/vault'
import { eq, sql } from 'drizzle-orm'
import type { Context } from 'hono'
import { notFound, Problem } from '../problem.ts'
import { type AppEnv, body, createRoutes, json, onlyOnce, personWho, problems } from '../route.ts'
import type { Services } from '../services.ts'

const about = { tags: ['Keys'], security: personWho('manage_signing_secret') }

const get = createRoute({
  ...about,
  operationId: 'getSigningSecret',
  method: 'get',
  path: '/api/signing-secret',
  summary: 'Read the secret that signs deliveries',
  responses: { 200: json(signingSecretSchema, 'The secret'), ...problems('secret_unreadable') },
})
const rotate = createRoute({
  ...about,
  operationId: 'rotateSigningSecret',
  method: 'post',
  path: '/api/signing-secret/rotate',
  summary: 'Take a new secret; the old one signs too for the hours of overlap',
  description: 'During the overlap deliveries carry two signatures, so a receiver may know either.',
  request: { ...onlyOnce, ...body(rotateInput) },
  responses: { 200: json(signingSecretSchema, 'The new secret') },
})

export function signingSecretRoutes({ vault, change }: Services) {
  const routes = createRoutes()
  const subjectIn = (c: Context<AppEnv>) => {
    const { id, name } = c.var.organization
    return { type: 'organization' as const, id, name }
  }

  // Who looked at it could sign: that is an act like a change.
  routes.openapi(get, c =>
    change(c, async ({ tx, record }) => {
      const [row] = await tx.db
        .select()
        .from(organizations)
        .where(eq(organizations.id, c.var.organization.id))
      record({ action: 'signing_secret.read', subject: subjectIn(c) })
      return c.json(secretOf(row, vault), 200)
    }),
  )

  routes.openapi(rotate, c =>
    change(c, async ({ tx, record }) => {
      const { overlapHours } = c.req.valid('json')
      const { id } = c.var.organization
      const overlaps = overlapHours > 0
      const [row] = await tx.db
        .update(organizations)
        .set({
          signingSecret: vault.seal(newSigningSecret(), places.signingSecret(id)),
          previousSigningSecret: overlaps ? sql`${organizations.signingSecret}` : null,
          previousSigningSecretExpiresAt: overlaps
            ? sql`now() + ${overlapHours}::int * interval '1 hour'`
            : null,
        })
        .where(eq(organizations.id, id))
        .returning()
      record({ action: 'signing_secret.rotated', subject: subjectIn(c), after: { overlapHours } })
      return c.json(secretOf(row, vault), 200)
    }),
  )

  return routes
}

function secretOf(row: typeof organizations.$inferSelect | undefined, vault: Vault): SigningSecret {
  if (row === undefined) throw notFound('The organization is gone.')
  return {
    secret: readable(() => openSigningSecret(vault, row.id, row.signingSecret)),
    previousExpiresAt: row.previousSigningSecretExpiresAt?.toISOString() ?? null,
  }
}

function readable(open: () => string): string {
  try {
    return open()
  } catch (error) {
    if (!(error instanceof SealError)) throw error
    throw new Problem({
      status: 409,
      code: 'secret_unreadable',
      detail: 'The signing secret can no longer be opened. Rotate it to have a new one.',
    })
  }
}
