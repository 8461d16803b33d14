import { eraseAlertTargets, stopNextJobs } from '@prikke/queue'
import { channels, type Database, organizations } from '@prikke/schema'
import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import type { Act } from '../change/audit.ts'
import { markDeleted } from '../organizations/deletion.ts'
import type { OrganizationRow } from '../organizations/hold.ts'
import { Problem } from '../problem.ts'

/** What stands in the place of a person who is no more. */
export const erasedName = 'Erased account'

/** An organization whose first jobs are stopped, and after which the next are to be. */
export type Stopped = { organization: OrganizationRow; after: string | null }

type Person = { id: string; addresses: readonly string[] }
type Named = { id: string; name: string }
type Note = (act: Pick<Act, 'action' | 'subject' | 'organizationId'>) => void

/**
 * Takes a person whose row is locked out of every organization: those with others go on without
 * them, the rest are deleted for good. The organizations are locked in order of id, like in every
 * change of members, so that of two who go at once the second finds the first gone.
 * @throws Problem 409 when one has others and no other owner.
 */
export async function leaveAll(
  tx: Database,
  note: Note,
  person: Person,
): Promise<{ left: Named[]; deleted: Named[]; channelCount: number; stopped: Stopped[] }> {
  const own = await holdOwn(tx, person.id)
  const stranded = own.filter(each => !each.isAlone && each.isLastOwner && !each.isDeleted)
  if (stranded.length > 0) throw lastOwnerOf(stranded.map(({ row }) => row.name))
  let channelCount = 0
  const stopped: Stopped[] = []
  for (const { row, isAlone } of own) {
    const organizationId = row.id
    channelCount += await removeChannels(tx, note, organizationId, person.addresses)
    if (isAlone) {
      await markDeleted(tx, organizationId, sql`interval '0'`)
      const subject = { type: 'organization' as const, id: organizationId, name: row.name }
      note({ action: 'organization.deleted', subject, organizationId })
      stopped.push({ organization: row, after: await stopNextJobs(tx, organizationId) })
    } else {
      const subject = { type: 'member' as const, id: person.id, name: erasedName }
      note({ action: 'member.left', subject, organizationId })
    }
  }
  const named = (isAlone: boolean) =>
    own.filter(each => each.isAlone === isAlone).map(({ row: { id, name } }) => ({ id, name }))
  return { left: named(false), deleted: named(true), channelCount, stopped }
}

async function holdOwn({ db, sql: query }: Database, userId: string) {
  const rows = await db
    .select()
    .from(organizations)
    .where(
      sql`${organizations.id} in (select organization_id from members where user_id = ${userId})`,
    )
    .orderBy(asc(organizations.id))
    .for('no key update')
  // Only now, by a statement of its own, which sees what was committed while it waited.
  const counts = await query<{ id: string; members: number; owners: number; owns: boolean }[]>`
    select organization_id as id, count(*)::int as members,
      count(*) filter (where role = 'owner')::int as owners,
      bool_or(role = 'owner') filter (where user_id = ${userId}) as owns
    from members where organization_id = any(${rows.map(row => row.id)}::uuid[])
    group by organization_id`
  return rows.flatMap(row => {
    const count = counts.find(({ id }) => id === row.id)
    // Whoever was removed while this waited has nothing to leave.
    if (count === undefined || count.owns === null) return []
    const isLastOwner = count.owns && count.owners === 1
    return { row, isAlone: count.members === 1, isLastOwner, isDeleted: row.deletedAt !== null }
  })
}

/** Alerts must not go on to somebody who is no more; those who stay see it in their audit log. */
async function removeChannels(
  tx: Database,
  note: Note,
  organizationId: string,
  addresses: readonly string[],
): Promise<number> {
  const toThem = await tx.db
    .select({ id: channels.id, name: channels.name })
    .from(channels)
    .where(
      and(
        eq(channels.organizationId, organizationId),
        eq(channels.kind, 'email'),
        inArray(channels.target, [...addresses]),
      ),
    )
    .for('update')
  const ids = toThem.map(({ id }) => id)
  if (ids.length === 0) return 0
  await eraseAlertTargets(tx, organizationId, ids)
  await tx.db.delete(channels).where(inArray(channels.id, ids))
  for (const channel of toThem) {
    const subject = { type: 'channel' as const, ...channel }
    note({ action: 'channel.deleted', subject, organizationId })
  }
  return ids.length
}

const lastOwnerOf = (names: readonly string[]) =>
  new Problem({
    status: 409,
    code: 'last_owner',
    detail: `You are the last owner of ${names.join(', ')}. Make somebody else an owner there, or delete it.`,
  })
