import { createHash, randomBytes } from 'node:crypto'
import { type InviteInput, isAtLeast, leastRoles, type Role } from '@prikke/contract'
import { type Database, invites, members, users } from '@prikke/schema'
import { and, eq, lte, sql } from 'drizzle-orm'
import { writeMail } from '../auth/mail-link.ts'
import { roleTooLow } from '../auth/tenants.ts'
import { checkSeats } from '../plans/seats.ts'
import { Problem } from '../problem.ts'
import type { Services } from '../services.ts'
import { type Caller, holdOrganization, type OrganizationRow } from './hold.ts'
import { isOpen } from './read-invites.ts'

/** How long an invite stands. The table's default says the same. */
const livesMs = 7 * 24 * 60 * 60_000

type Inviter = Caller & { email: string }
type Vault = Services['vault']

/**
 * Writes an invite and the mail that carries it, both or neither. Returns its id.
 * @throws Problem 402 when the plan has no seat left, 403 for a role beyond what they may give, 409 for a
 * member. One that is open already fails on the index invites_open.
 */
export async function writeInvite(
  tx: Database,
  vault: Vault,
  inviter: Inviter,
  { email, role }: InviteInput,
): Promise<string> {
  const { organizationId, userId } = inviter
  const held = await holdOrganization(tx, inviter, 'manage_invites')
  checkGiving(held.role, role)
  if (await isMember(tx, organizationId, email)) throw alreadyMember
  // One that has ended makes room for a new one.
  await tx.db
    .update(invites)
    .set({ revokedAt: sql`now()` })
    .where(
      and(
        eq(invites.organizationId, organizationId),
        eq(invites.email, email),
        isOpen,
        lte(invites.expiresAt, sql`now()`),
      ),
    )
  const { token, tokenHash } = newToken()
  const [made] = await tx.db
    .insert(invites)
    .values({ organizationId, email, role, tokenHash, invitedBy: userId })
    .returning({ id: invites.id })
  if (made === undefined) throw new Error('The insert returned no invite.')
  await checkSeats(tx, organizationId, { withInvites: true })
  await mailInvite(tx, vault, { ...saidBy(inviter, held), email, token, role })
  return made.id
}

/**
 * Sends an open invite again, also one that has ended: with a new token, for another seven days. The
 * token of the mail before is void. Whether there was such an invite. @throws Problem 402 when the plan
 * has no seat for one that had ended, 403 for a role beyond what they may give.
 */
export async function resendInvite(
  tx: Database,
  vault: Vault,
  inviter: Inviter,
  id: string,
): Promise<boolean> {
  const held = await holdOrganization(tx, inviter, 'manage_invites')
  const { token, tokenHash } = newToken()
  const [sent] = await tx.db
    .update(invites)
    .set({ tokenHash, expiresAt: sql`now() + interval '7 days'` })
    .where(and(eq(invites.organizationId, inviter.organizationId), eq(invites.id, id), isOpen))
    .returning()
  if (sent === undefined) return false
  const { email, role } = sent
  checkGiving(held.role, role)
  await checkSeats(tx, inviter.organizationId, { withInvites: true })
  await mailInvite(tx, vault, { ...saidBy(inviter, held), email, token, role })
  return true
}

/** Owners are made by owners. */
function checkGiving(own: Role, role: Role): void {
  const least = leastRoles.manage_owners
  if (role === 'owner' && !isAtLeast(own, least)) throw roleTooLow(least)
}

const saidBy = ({ email }: Inviter, { organization }: { organization: OrganizationRow }) => ({
  organization: organization.name,
  inviter: email,
})

async function isMember(tx: Database, organizationId: string, email: string): Promise<boolean> {
  const found = await tx.db
    .select({ userId: members.userId })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(and(eq(members.organizationId, organizationId), eq(users.email, email)))
  return found.length > 0
}

export const hashOfInvite = (token: string) => createHash('sha256').update(token).digest('hex')

function newToken(): { token: string; tokenHash: string } {
  const token = randomBytes(32).toString('base64url')
  return { token, tokenHash: hashOfInvite(token) }
}

type InviteMail = Record<'email' | 'token' | 'organization' | 'inviter', string> & { role: Role }

async function mailInvite(tx: Database, vault: Vault, { email, ...said }: InviteMail) {
  const [ids] = await tx.sql<[{ id: string }]>`select uuidv7() as id`
  const content = { kind: 'invite' as const, ...said }
  await writeMail(tx, vault, { id: ids.id, recipient: email, content, livesMs })
}

const alreadyMember = new Problem({
  status: 409,
  code: 'already_member',
  detail: 'Somebody with this address is a member already.',
})
