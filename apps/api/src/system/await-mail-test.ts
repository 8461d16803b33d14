import { setTimeout as sleep } from 'node:timers/promises'
import type { MailTest } from '@prikke/contract'
import { mails, type Pool } from '@prikke/schema'
import { eq } from 'drizzle-orm'
import { Problem } from '../problem.ts'

const patienceMs = 15_000
const firstPollMs = 20
const longestPollMs = 500

/** Waits until the relay has answered a mail once: taken, refused, or out of reach for now. */
export async function awaitMailTest(
  { db }: Pick<Pool, 'db'>,
  mailId: string,
  stopped: AbortSignal,
): Promise<Omit<MailTest, 'tookMs'>> {
  const deadline = performance.now() + patienceMs
  let pollMs = firstPollMs
  while (performance.now() < deadline && !stopped.aborted) {
    const [row] = await db
      .select({
        recipient: mails.recipient,
        status: mails.status,
        statusCode: mails.statusCode,
        answer: mails.answer,
      })
      .from(mails)
      .where(eq(mails.id, mailId))
    if (row === undefined) break
    if (row.answer !== null) return { ...row, answer: row.answer, status: statusOf(row) }
    await sleep(pollMs, undefined, { ref: false })
    pollMs = Math.min(longestPollMs, pollMs * 2)
  }
  throw new Problem({
    status: 504,
    code: 'mail_test_timeout',
    detail: 'No notifier has tried to send it within 15 seconds. Look whether one runs.',
  })
}

/** No relay takes a mail without a code of its own. */
const statusOf = (row: Pick<typeof mails.$inferSelect, 'status' | 'statusCode'>) =>
  row.status === 'sent' && row.statusCode === null ? 'logged' : row.status
