import { performance } from 'node:perf_hooks'
import { type ClaimedMail, crashPoint, type Handled, type MailOutcome } from '@prikke/queue'
import { SealError, type Vault } from '@prikke/vault'
import { letterOf } from './letter.ts'
import { mailOfLetter } from './letter-mail.ts'
import { readContent } from './mail-content.ts'
import type { Mailer } from './mailer.ts'
import { type Answer, mailOutcomeOf } from './outcome.ts'
import { unopened } from './unopened.ts'

type Tools = { vault: Vault; mailer: Mailer; appUrl: string }

/** Sends one mail about an account, once; the Message-ID is the same on every try. */
export async function sendMail(
  mail: ClaimedMail,
  tools: Tools,
  abort: AbortSignal,
): Promise<Handled<MailOutcome>> {
  const startedAt = performance.now()
  const answer = await answerTo(mail, tools, abort)
  const endedAt = performance.now()
  crashPoint('mail-sent')
  return { outcome: mailOutcomeOf(answer, mail, Math.random()), startedAt, endedAt }
}

async function answerTo(
  mail: ClaimedMail,
  { vault, mailer, appUrl }: Tools,
  abort: AbortSignal,
): Promise<Answer> {
  let content: ReturnType<typeof readContent>
  try {
    content = readContent(mail, vault)
  } catch (error) {
    if (error instanceof SealError) return unopened(error)
    throw error
  }
  return await mailer.send(
    {
      ...mailOfLetter(letterOf(content, appUrl), appUrl),
      to: mail.recipient,
      messageId: `<${mail.id}@${new URL(appUrl).hostname}>`,
      date: mail.createdAt,
    },
    abort,
  )
}
