import type { ErasureReceipt } from '@prikke/contract'
import { eraseMails } from '@prikke/queue'
import { type Database, invites, loginTokens, sessions, users } from '@prikke/schema'
import { eq, inArray, or } from 'drizzle-orm'
import type { Act } from '../change/audit.ts'
import type { Step } from '../change/change.ts'
import { forgetPauser } from '../jobs/pauser.ts'
import { forbidden, notFound } from '../problem.ts'
import { erasedName, leaveAll, type Stopped } from './leave-all.ts'
import type { SignedIn } from './sessions.ts'

/**
 * Removes a person, all in one transaction: account, sessions, links, mail, invites and memberships;
 * organizations in which there is nobody else; their name, address and devices in every audit log,
 * where the acts stay. Returns the receipt, and the organizations whose jobs are still to be stopped.
 * @throws Problem 403 when who has no password signed in too long ago, 409 for the last owner of an
 * organization that has others.
 */
export async function eraseAccount(
  { tx, record }: Pick<Step, 'tx' | 'record'>,
  { user: { id, hasPassword }, sessionId }: SignedIn,
): Promise<{ receipt: ErasureReceipt; stopped: Stopped[] }> {
  // Held first: nobody joins with it, and no session begins, until it is gone.
  const [user] = await tx.db.select().from(users).where(eq(users.id, id)).for('update')
  if (user === undefined) throw notFound('The account is gone.')
  if (!hasPassword && !(await isFresh(tx, sessionId))) throw signInAgain

  const by = { id, email: erasedName }
  const note = (act: Pick<Act, 'action' | 'subject' | 'organizationId'>) =>
    record({ ...act, by, isFromNowhere: true })
  const addresses = await addressesOf(tx, user)
  const { left, deleted, channelCount, stopped } = await leaveAll(tx, note, { id, addresses })
  const links = await tx.db
    .delete(loginTokens)
    .where(or(inArray(loginTokens.email, addresses), eq(loginTokens.userId, id)))
    .returning({ id: loginTokens.id })
  const invited = await tx.db
    .delete(invites)
    .where(inArray(invites.email, addresses))
    .returning({ id: invites.id })
  const signedIn = await tx.db
    .delete(sessions)
    .where(eq(sessions.userId, id))
    .returning({ id: sessions.id })
  const mails = await eraseMails(tx, addresses)
  await forgetInAudit(tx, id, addresses)
  await forgetPauser(tx, id)
  await tx.db.delete(users).where(eq(users.id, id))
  const subject = { type: 'account' as const, id, name: erasedName }
  note({ action: 'account.erased', subject, organizationId: null })
  const [clock] = await tx.sql<[{ at: Date }]>`select now() as at`
  const removed = {
    sessions: signedIn.length,
    links: links.length,
    mails,
    invites: invited.length,
    channels: channelCount,
    left,
    deleted,
  }
  return { receipt: { userId: id, erasedAt: clock.at.toISOString(), removed, kept }, stopped }
}

async function isFresh({ sql }: Database, sessionId: string): Promise<boolean> {
  const fresh = await sql`
    select from sessions where public_id = ${sessionId}
      and created_at > clock_timestamp() - interval '15 minutes'`
  return fresh.length > 0
}

/** The one that they have and those that they had, as their own acts tell. */
async function addressesOf(
  { sql }: Database,
  { id, email }: { id: string; email: string },
): Promise<string[]> {
  const rows = await sql<{ email: string | null }[]>`
    select distinct changes -> 'email' ->> 'before' as email from audit_events
    where actor_id = ${id} and action = 'account.email_changed'`
  return [email, ...rows.flatMap(row => row.email ?? [])]
}

/**
 * Only the person goes, never the act. Races with nothing that matters: whatever another request of
 * theirs still writes waits for the row of the account, and fails with it. By audit_events_actor,
 * audit_events_subject and audit_events_invited.
 */
async function forgetInAudit(
  { sql }: Database,
  id: string,
  addresses: readonly string[],
): Promise<void> {
  const known = sql`any(${addresses as string[]}::text[])`
  await sql`
    update audit_events set
      actor_name = case when actor_id = ${id} or actor_name = ${known}
        then ${erasedName} else actor_name end,
      address = case when actor_id = ${id} or actor_name = ${known} then null else address end,
      user_agent = case when actor_id = ${id} or actor_name = ${known}
        then null else user_agent end,
      subject_name = case when subject_id = ${id} or subject_name = ${known}
        then ${erasedName} else subject_name end,
      changes = case when action like 'account.%' then '{}' else changes end
    where actor_id = ${id} or subject_id = ${id}
      or (subject_type = 'invite' and subject_name = ${known})`
}

const kept: ErasureReceipt['kept'] = [
  {
    what: 'What you did, in the audit logs of organizations that go on',
    why: 'They must know what was done to them. Your name, address and devices are gone from it.',
    until: '13 months after each act',
  },
  {
    what: 'Jobs, channels and keys that you made in organizations that go on',
    why: 'They belong to the organization.',
    until: 'the organization deletes them',
  },
  {
    what: 'Counts of limits, by hashes that name nobody',
    why: 'Otherwise erasing an account would lift them.',
    until: 'a day later at most',
  },
  {
    what: 'Logs and backups of this instance',
    why: 'They are kept outside of it, by whoever runs it.',
    until: 'they say',
  },
]

const signInAgain = forbidden(
  'Without a password this takes a sign-in within the last 15 minutes. Sign in again.',
  'sign_in_again',
)
