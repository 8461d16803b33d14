import type { SyncInput, SyncResult } from '@prikke/contract'
import { type Database, jobs } from '@prikke/schema'
import type { Vault } from '@prikke/vault'
import { eq, inArray, or } from 'drizzle-orm'
import type { Act } from '../change/audit.ts'
import { checkEdits, checkNewJobs, queueToMakeJobs } from '../plans/job-limits.ts'
import { type Invalid, invalid } from '../problem.ts'
import { jobCreated, jobDeleted, jobUpdated } from './audited.ts'
import { type Definition, define, definitionOf, isSame, type Judge } from './definition.ts'
import type { Pauser } from './pauser.ts'
import { createJobs, deleteJobs, type Edit, editJobs, lockJobsWhere } from './write.ts'

type Plan = { create: Definition[]; edit: Edit[]; unchanged: string[]; remove: JobRow[] }
type JobRow = typeof jobs.$inferSelect

/**
 * Makes an organization's jobs what the input says, told apart by key; nothing changes when any is
 * invalid. With the answer come the acts for the audit log, one for each job. Two syncs of one organization come one after the other, so neither makes the other's.
 */
export async function syncJobs(
  tx: Database,
  organizationId: string,
  input: SyncInput,
  { dryRun, judge, vault, by }: { dryRun: boolean; judge: Judge; vault: Vault; by: Pauser },
): Promise<{ result: SyncResult; acts: Act[] }> {
  await tx.sql`select pg_advisory_xact_lock(hashtextextended(${`sync ${organizationId}`}, 0))`
  await queueToMakeJobs(tx, organizationId)
  const plan = planSync(input, await lockNamed(tx, organizationId, input), judge, vault)
  // A rehearsal says the same as the sync itself.
  await checkNewJobs(tx, organizationId, plan.create, plan.remove.length)
  await checkEdits(tx, organizationId, plan.edit)
  let createdIds: string[] = []
  if (!dryRun) {
    if (plan.remove.length > 0) {
      await deleteJobs(
        tx,
        plan.remove.map(row => row.id),
      )
    }
    if (plan.edit.length > 0) await editJobs(tx, vault, organizationId, plan.edit, by)
    if (plan.create.length > 0) {
      createdIds = await createJobs(tx, vault, organizationId, plan.create, {
        synced: true,
        by,
      })
    }
  }
  const keysOf = (named: readonly { key: string | null }[]) => named.map(({ key }) => key ?? '')
  const result = {
    created: keysOf(plan.create),
    updated: keysOf(plan.edit.map(edit => edit.after)),
    unchanged: plan.unchanged,
    deleted: keysOf(plan.remove),
  }
  return { result, acts: dryRun ? [] : actsOf(plan, createdIds, vault) }
}

const actsOf = (plan: Plan, createdIds: readonly string[], vault: Vault): Act[] => [
  ...plan.remove.map(row => jobDeleted(row.id, definitionOf(row, vault))),
  ...plan.edit.map(jobUpdated),
  ...plan.create.map((definition, index) => jobCreated(createdIds[index] ?? '', definition)),
]

/** Everything the sync may touch, locked in id order like any edit. */
async function lockNamed(tx: Database, organizationId: string, input: SyncInput) {
  const keys = input.jobs.map(job => job.key)
  const named = keys.length === 0 ? undefined : inArray(jobs.key, keys)
  const prunable = input.prune ? eq(jobs.synced, true) : undefined
  if (named === undefined && prunable === undefined) return []
  return await lockJobsWhere(tx, organizationId, or(named, prunable))
}

function planSync(input: SyncInput, existing: JobRow[], judge: Judge, vault: Vault): Plan {
  const plan: Plan = { create: [], edit: [], unchanged: [], remove: [] }
  const errors: Invalid[] = []
  const byKey = new Map(existing.map(row => [row.key, row]))
  const named = new Set<string>()
  for (const [index, job] of input.jobs.entries()) {
    if (named.has(job.key)) {
      const message = 'is the key of two jobs'
      errors.push({ path: `jobs.${index}.key`, code: 'key_duplicate', message })
    }
    named.add(job.key)
    const row = byKey.get(job.key)
    const before = row === undefined ? null : definitionOf(row, vault)
    const defined = define(job, before, judge)
    if (!defined.ok) {
      errors.push(
        ...defined.errors.map(error => ({ ...error, path: `jobs.${index}.${error.path}` })),
      )
    } else if (row === undefined || before === null) plan.create.push(defined.definition)
    else if (isSame(before, defined.definition)) plan.unchanged.push(job.key)
    else plan.edit.push({ id: row.id, before, after: defined.definition })
  }
  if (errors.length > 0) throw invalid(errors)
  plan.edit.sort((a, b) => (a.id < b.id ? -1 : 1))
  plan.remove = existing.filter(row => row.synced && input.prune && !named.has(row.key ?? ''))
  return plan
}
