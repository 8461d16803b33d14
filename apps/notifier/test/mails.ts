import { enqueueMail } from '@prikke/queue'
import type { MailContent, Pool } from '@prikke/schema'
import { places, type Vault } from '@prikke/vault'

/** Stores a mail to ada@example.com as the api does, due now. Returns its id. */
export async function storeMail(pool: Pool, vault: Vault, content: MailContent): Promise<string> {
  const { kind } = content
  const [row] = await pool.sql<{ id: string }[]>`select uuidv7() as id`
  if (row === undefined) throw new Error('The server made no id.')
  await enqueueMail(pool, {
    id: row.id,
    kind,
    recipient: 'ada@example.com',
    sealed: vault.seal(JSON.stringify(content), places.mail(row.id, kind)),
    livesMs: 900_000,
  })
  return row.id
}

/** One mail as it stands. */
export async function readMail({ sql }: Pool, id: string) {
  const [row] = await sql<
    { status: string; attempt: number; sealed: string | null; answer: string | null }[]
  >`select status, attempt, sealed, answer from mails where id = ${id}`
  if (row === undefined) throw new Error('There is no such mail.')
  return row
}
