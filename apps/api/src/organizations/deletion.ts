import { restartNextJobs, stopJobsOf, stopNextJobs, wake } from '@prikke/queue'
import { type Database, organizations } from '@prikke/schema'
import { eq, type SQL, sql } from 'drizzle-orm'
import type { PgUpdateSetSource } from 'drizzle-orm/pg-core'
import type { Step } from '../change/change.ts'
import { invalid } from '../problem.ts'
import type { Services } from '../services.ts'
import { type Caller, holdOrganization, type OrganizationRow } from './hold.ts'

/** Runs one step of a request that takes several, each in a transaction of its own. */
type InChange = <R>(work: (step: Step) => Promise<R>) => Promise<R>

/** How long a deleted organization can be restored. */
const grace = sql`interval '7 days'`

/**
 * Marks an organization as deleted and stops its jobs: the first thousand in the transaction of the
 * mark, the rest after it, batch by batch. From the commit of the mark on the claim sends nothing of
 * it, so a large one is as deleted as a small one; see docs/decisions/0010.
 * @throws Problem 422 when `confirm` is not its name, 403 and 404 like `holdOrganization`.
 */
export async function deleteOrganization(
  { pool, log }: Pick<Services, 'pool' | 'log'>,
  inChange: InChange,
  caller: Caller,
  confirm: string,
): Promise<OrganizationRow> {
  const { organizationId } = caller
  const { marked, after } = await inChange(async ({ tx, record, announce }) => {
    const { organization } = await holdOrganization(tx, caller, 'delete_organization')
    if (organization.deletedAt !== null) return { marked: organization, after: null }
    if (plain(confirm) !== plain(organization.name)) throw mismatch
    const marked = await markDeleted(tx, organizationId, grace)
    record({ action: 'organization.deleted', subject: subjectOf(marked) })
    announce('jobs')
    announce('executions')
    return { marked, after: await stopNextJobs(tx, organizationId) }
  })
  await stopTheRest({ pool, log }, marked, after)
  return marked
}

/** Nothing of it runs from the commit on; it is there for that interval yet. */
export const markDeleted = (tx: Database, organizationId: string, interval: SQL) =>
  update(tx, organizationId, { deletedAt: sql`now()`, goneAt: sql`now() + ${interval}` })

/** It is deleted whatever becomes of these: the scheduler takes up what is left. */
export async function stopTheRest(
  { pool, log }: Pick<Services, 'pool' | 'log'>,
  { id, slug }: Pick<OrganizationRow, 'id' | 'slug'>,
  after: string | null,
): Promise<void> {
  await stopJobsOf(pool, id, after).catch(error =>
    log.error({ err: error, organization: slug }, 'jobs of a deleted organization go on'),
  )
}

/**
 * Takes the mark away with the last of its jobs; the schedules go on from then. One that is not
 * deleted stays as it is. @throws Problem 403 and 404 like `holdOrganization`.
 */
export async function restoreOrganization(
  { pool }: Pick<Services, 'pool'>,
  inChange: InChange,
  caller: Caller,
): Promise<OrganizationRow> {
  const { organizationId } = caller
  // What a deletion that was cut off has left running.
  await stopJobsOf(pool, organizationId)
  let after: string | undefined
  for (;;) {
    const from = after
    const step = await inChange(async ({ tx, record, announce }) => {
      const { organization } = await holdOrganization(tx, caller, 'delete_organization')
      if (organization.deletedAt === null) return organization
      const last = await restartNextJobs(tx, organizationId, from)
      if (last !== null) return last
      await wake(tx.sql, 'jobs')
      record({ action: 'organization.restored', subject: subjectOf(organization) })
      announce('jobs')
      announce('executions')
      const none = { deletedAt: null, goneAt: null, stoppedAt: null }
      return await update(tx, organizationId, none)
    })
    if (typeof step !== 'string') return step
    after = step
  }
}

async function update(
  tx: Database,
  id: string,
  values: PgUpdateSetSource<typeof organizations>,
): Promise<OrganizationRow> {
  const [row] = await tx.db
    .update(organizations)
    .set(values)
    .where(eq(organizations.id, id))
    .returning()
  if (row === undefined) throw new Error('The organization is gone although it is held.')
  return row
}

const subjectOf = ({ id, name }: OrganizationRow) => ({
  type: 'organization' as const,
  id,
  name,
})

/** As people type it: one letter may be written in several ways. */
const plain = (name: string) => name.trim().normalize('NFC')

const mismatch = invalid([
  {
    path: 'confirm',
    code: 'confirmation_mismatch',
    message: 'must be the name of the organization, in full',
  },
])
