import { type JobsBulkInput, type JobsBulkResult, mostTags } from '@prikke/contract'
import type { Database, jobs } from '@prikke/schema'
import type { Vault } from '@prikke/vault'
import type { Act } from '../change/audit.ts'
import { type Invalid, invalid } from '../problem.ts'
import { jobDeleted, jobUpdated } from './audited.ts'
import { checkResume } from './check-resume.ts'
import { chooseJobs } from './choose.ts'
import { type Definition, definitionOf, endedPause, isSame } from './definition.ts'
import type { Pauser } from './pauser.ts'
import { deleteJobs, type Edit, editJobs } from './write.ts'

type JobRow = typeof jobs.$inferSelect

/**
 * Does one thing to many jobs, in the caller's transaction: all of them, or none. A job that is as it
 * was to be already keeps its version. @throws Problem like `chooseJobs`, and 422 `too_many_tags`.
 */
export async function changeJobs(
  tx: Database,
  vault: Vault,
  organizationId: string,
  input: JobsBulkInput,
  { by, now }: { by: Pauser; now: number },
): Promise<{ result: JobsBulkResult; acts: Act[] }> {
  const { action, dryRun } = input
  const misfits = misfitsOf(input, now)
  if (misfits.length > 0) throw invalid(misfits)
  const rows = await chooseJobs(tx, organizationId, input)
  const matchedCount = rows.length
  if (dryRun) return { result: { matchedCount, changedCount: 0 }, acts: [] }
  if (action === 'delete') {
    const ids = rows.map(({ id }) => id)
    if (ids.length > 0) await deleteJobs(tx, ids)
    const acts = rows.map(row => jobDeleted(row.id, definitionOf(row, vault)))
    return { result: { matchedCount, changedCount: matchedCount }, acts }
  }
  const change = (before: Definition) => ({ ...before, ...changeOf(input, before) })
  const edits = editsOf(rows, vault, change)
  if (edits.length > 0) await editJobs(tx, vault, organizationId, edits, by)
  return { result: { matchedCount, changedCount: edits.length }, acts: edits.map(jobUpdated) }
}

function changeOf(input: JobsBulkInput, { tags, enabled }: Definition): Partial<Definition> {
  const { action, tags: named = [], pauseNote, resumeAt } = input
  switch (action) {
    case 'enable':
      return enabled ? {} : { enabled: true, ...endedPause }
    case 'disable':
      return {
        enabled: false,
        ...(pauseNote === undefined ? {} : { pauseNote }),
        ...(resumeAt === undefined
          ? {}
          : { resumeAt: resumeAt && new Date(resumeAt).toISOString() }),
      }
    case 'tag':
      return { tags: [...new Set([...tags, ...named])].sort() }
    case 'untag':
      return { tags: tags.filter(tag => !named.includes(tag)) }
    case 'delete':
      return {}
  }
}

function editsOf(
  rows: readonly JobRow[],
  vault: Vault,
  change: (before: Definition) => Definition,
): Edit[] {
  const edits: Edit[] = []
  const overfull: Invalid[] = []
  for (const row of rows) {
    const before = definitionOf(row, vault)
    const after = change(before)
    if (after.tags.length > mostTags) overfull.push(tooManyTags(row.id))
    if (!isSame(before, after)) edits.push({ id: row.id, before, after })
  }
  if (overfull.length > 0) throw invalid(overfull)
  return edits
}

/** What is sent is to mean something. */
function misfitsOf({ action, tags, pauseNote, resumeAt }: JobsBulkInput, now: number): Invalid[] {
  const isOfTags = action === 'tag' || action === 'untag'
  return [
    ...(isOfTags && (tags === undefined || tags.length === 0) ? [required] : []),
    ...(!isOfTags && tags !== undefined ? [onlyWith('tags', 'tag and untag')] : []),
    ...(action !== 'disable' && pauseNote !== undefined ? [onlyWith('pauseNote', 'disable')] : []),
    ...(action !== 'disable' && resumeAt !== undefined ? [onlyWith('resumeAt', 'disable')] : []),
    ...(action === 'disable'
      ? checkResume({ enabled: false, resumeAt: resumeAt ?? null }, null, now)
      : []),
  ]
}

const required: Invalid = { path: 'tags', code: 'required', message: 'is required' }
const onlyWith = (path: string, actions: string): Invalid => ({
  path,
  code: 'invalid',
  message: `goes with ${actions} alone`,
})
const tooManyTags = (id: string): Invalid => ({
  path: `jobs.${id}.tags`,
  code: 'too_many_tags',
  message: `would have more than ${mostTags} tags`,
})
