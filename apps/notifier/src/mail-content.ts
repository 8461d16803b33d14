import type { ClaimedMail } from '@prikke/queue'
import type { MailContent } from '@prikke/schema'
import { places, type Vault } from '@prikke/vault'
import { z } from 'zod'

const token = z.string().min(1)
const code = z.string().regex(/^\d{6}$/)

const contentSchema: z.ZodType<MailContent> = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['sign_in', 'confirm', 'already_registered']), token, code }),
  z.object({ kind: z.literal('reset_password'), token }),
  z.object({ kind: z.literal('change_email'), token, account: z.string() }),
  z.object({ kind: z.literal('email_changed'), email: z.string() }),
  z.object({
    kind: z.literal('invite'),
    token,
    organization: z.string(),
    inviter: z.string(),
    role: z.enum(['owner', 'admin', 'member']),
  }),
  z.object({
    kind: z.literal('usage'),
    organization: z.string(),
    percent: z.union([z.literal(80), z.literal(100)]),
    limit: z.number(),
    month: z.string().regex(/^\d{4}-\d\d$/),
  }),
  z.object({
    kind: z.literal('tier_changed'),
    organization: z.string(),
    slug: z.string(),
    tier: z.enum(['free', 'pro']),
    by: z.string(),
  }),
  z.object({ kind: z.literal('self_test'), by: z.string() }),
])

/** @throws when it was sealed under another secret key, or for another mail. */
export function readContent(mail: ClaimedMail, vault: Vault): MailContent {
  const { id, kind, sealed, content } = mail
  if (sealed === null) return contentSchema.parse(content)
  const text = vault.open(sealed, places.mail(id, kind))
  return contentSchema.parse(JSON.parse(text))
}
