import { performance } from 'node:perf_hooks'
import { type ClaimedMail, crashPoint, type Handled, type MailOutcome } from '@prikke/queue'
import type { Vault } from '@prikke/vault'
import { letterOf } from './letter.ts'
import { mailOfLetter } from './letter-mail.ts'
import { readContent } from './mail-content.ts'
import type { Mailer } from './mailer.ts'
import { mailOutcomeOf } from './outcome.ts'

/** Sends one mail about an account, once; the Message-ID is the same on every try. */
export async function sendMail(
  mail: ClaimedMail,
  { vault, mailer, appUrl }: { vault: Vault; mailer: Mailer; appUrl: string },
  abort: AbortSignal,
): Promise<Handled<MailOutcome>> {
  const startedAt = performance.now()
  const letter = letterOf(readContent(mail, vault), appUrl)
  const answer = await mailer.send(
    {
      ...mailOfLetter(letter, appUrl),
      to: mail.recipient,
      messageId: `<${mail.id}@${new URL(appUrl).hostname}>`,
      date: mail.createdAt,
    },
    abort,
  )
  const endedAt = performance.now()
  crashPoint('mail-sent')
  return { outcome: mailOutcomeOf(answer, mail, Math.random()), startedAt, endedAt }
}
