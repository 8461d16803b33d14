import { enqueueMail } from '@prikke/queue'
import type { Database, MailContent, PendingRegistration, PlainMailContent } from '@prikke/schema'
import { places } from '@prikke/vault'
import { newIds } from '../new-ids.ts'
import type { Services } from '../services.ts'
import { type Purpose, tokenLivesMs, writeToken } from './login-tokens.ts'

type LinkMail = {
  kind: Exclude<MailContent['kind'], 'email_changed' | 'invite' | PlainMailContent['kind']>
  email: string
  /** What `confirm`, and nothing else, makes an account of. */
  registration?: PendingRegistration
  /** For `change_email`: whose address it becomes. */
  account?: { id: string; email: string }
  /** Why nobody is to get it. Everything else is done all the same, so it takes as long. */
  withheldBecause?: string | undefined
}

const purposes: Record<LinkMail['kind'], Purpose> = {
  sign_in: 'sign_in',
  confirm: 'confirm',
  already_registered: 'sign_in',
  reset_password: 'reset_password',
  change_email: 'change_email',
}

/** Writes a link and the mail that carries it, in one transaction. The notifier sends it. */
export async function mailLink(
  tx: Database,
  vault: Services['vault'],
  link: LinkMail,
): Promise<void> {
  const { kind, email, registration, account, withheldBecause } = link
  const [tokenId = '', mailId = ''] = await newIds(tx, 2)
  const { token, code } = await writeToken(tx, vault, {
    id: tokenId,
    purpose: purposes[kind],
    email,
    userId: account?.id ?? null,
    registration: registration ?? null,
  })
  await writeMail(tx, vault, {
    id: mailId,
    recipient: email,
    content: contentOf(kind, { token, code, account: account?.email ?? '' }),
    livesMs: tokenLivesMs,
    withheldBecause,
  })
}

/** Tells the old address of an account that it is not that any more. */
export async function mailOfChange(
  tx: Database,
  vault: Services['vault'],
  { from, to }: { from: string; to: string },
): Promise<void> {
  const [id = ''] = await newIds(tx, 1)
  const content: MailContent = { kind: 'email_changed', email: to }
  await writeMail(tx, vault, { id, recipient: from, content, livesMs: null })
}

type NewMail = Omit<Parameters<typeof enqueueMail>[1], 'kind' | 'sealed'> & { content: MailContent }

/** Seals what a mail says for its row, and leaves it to the notifier. */
export async function writeMail(
  tx: Database,
  vault: Services['vault'],
  { content, ...mail }: NewMail,
): Promise<void> {
  const { kind } = content
  const sealed = vault.seal(JSON.stringify(content), places.mail(mail.id, kind))
  await enqueueMail(tx, { ...mail, kind, sealed })
}

function contentOf(
  kind: LinkMail['kind'],
  { token, code, account }: { token: string; code: string; account: string },
): MailContent {
  switch (kind) {
    case 'sign_in':
    case 'confirm':
    case 'already_registered':
      return { kind, token, code }
    case 'reset_password':
      return { kind, token }
    case 'change_email':
      return { kind, token, account }
  }
}
