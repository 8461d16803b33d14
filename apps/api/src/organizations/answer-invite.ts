import type { Role } from '@prikke/contract'
import { type Database, members, organizations } from '@prikke/schema'
import { eq } from 'drizzle-orm'
import { tenantColumns } from '../auth/tenants.ts'
import type { Act } from '../change/audit.ts'
import { checkSeats } from '../plans/seats.ts'
import { forbidden, Problem } from '../problem.ts'
import type { Tenant } from '../route.ts'
import { memberOf } from './hold.ts'
import { hashOfInvite } from './write-invite.ts'

type Answered = { id: string; organizationId: string; email: string; role: Role }

/**
 * Answers an invite by its token, once: of any who bring it at the same time the condition lets one
 * through, for each waits for the row of the one before. A revocation, a new token and the deletion
 * of the organization end it like an answer. By the unique index on token_hash.
 * @throws Problem 410 when it was answered, has ended, or never was.
 */
export async function answerInvite(
  { sql }: Database,
  token: string,
  answer: 'accepted' | 'declined',
): Promise<Answered> {
  const tokenHash = hashOfInvite(token)
  const isAccepted = answer === 'accepted'
  const [answered] = await sql<Answered[]>`
    update invites i set
      accepted_at = case when ${isAccepted}::bool then clock_timestamp() end,
      declined_at = case when not ${isAccepted}::bool then clock_timestamp() end
    from organizations o
    where o.id = i.organization_id and o.deleted_at is null and i.token_hash = ${tokenHash}
      and num_nonnulls(i.accepted_at, i.declined_at, i.revoked_at) = 0
      and i.expires_at > clock_timestamp()
    returning i.id, i.organization_id as "organizationId", i.email, i.role`
  if (answered !== undefined) return answered
  const [known] = await sql<{ isAnswered: boolean }[]>`
    select num_nonnulls(accepted_at, declined_at) > 0 as "isAnswered" from invites
    where token_hash = ${tokenHash}`
  throw known?.isAnswered ? inviteUsed : inviteExpired
}

/**
 * Accepts an invite for who has its address. @throws Problem 403 when it is for another address, 410
 * like `answerInvite`; in a transaction nothing is used up then.
 */
export async function acceptInvite(tx: Database, token: string, email: string): Promise<Answered> {
  if (tx.planLimits) await queueToJoin(tx, token)
  const answered = await answerInvite(tx, token, 'accepted')
  if (answered.email !== email) throw inviteForAnother
  return answered
}

/** Before the invite's own row, like who invites: two cannot both take the last seat. */
async function queueToJoin({ sql }: Database, token: string): Promise<void> {
  await sql`
    select from organizations where id = (
      select organization_id from invites where token_hash = ${hashOfInvite(token)})
    for no key update`
}

/**
 * Makes somebody a member by an accepted invite. Who is one already stays what they are.
 * @throws Problem 402 when the plan allows no more members.
 */
export async function join(
  tx: Database,
  { organizationId, role }: Pick<Answered, 'organizationId' | 'role'>,
  userId: string,
): Promise<Tenant> {
  const added = await tx.db
    .insert(members)
    .values({ organizationId, userId, role })
    .onConflictDoNothing()
    .returning({ userId: members.userId })
  if (added.length > 0) await checkSeats(tx, organizationId, { withInvites: false })
  const [tenant] = await tx.db
    .select({ ...tenantColumns, role: members.role })
    .from(members)
    .innerJoin(organizations, eq(organizations.id, members.organizationId))
    .where(memberOf(organizationId, userId))
  if (tenant === undefined) throw new Error('Who was just made a member is none.')
  return tenant
}

/** For the audit log: who came by an invite. */
export const joined = (tenant: Tenant, by: { id: string; email: string }): Act => ({
  action: 'member.joined',
  subject: { type: 'member', id: by.id, name: by.email },
  after: { role: tenant.role },
  by,
  organizationId: tenant.id,
})

const inviteForAnother = forbidden(
  'This invite is for another address. Sign in with that, or ask for an invite to yours.',
  'invite_for_another',
)
const inviteUsed = new Problem({
  status: 410,
  code: 'invite_used',
  detail: 'This invite has been answered.',
})
const inviteExpired = new Problem({
  status: 410,
  code: 'invite_expired',
  detail: 'This invite is no longer valid. Ask for a new one.',
})
