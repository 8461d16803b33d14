import type { Pool } from '@prikke/schema'
import { crashPoint } from '../crash-point.ts'
import type { Handled } from '../source.ts'
import { cancelPending } from './cancel.ts'
import type { ClaimedExecution } from './claim.ts'
import { keptBefore } from './kept-before.ts'
import { moveAside } from './move-aside.ts'
import type { Outcome } from './outcome.ts'
import { stopSchedules } from './schedules.ts'
import { type Settled, settleFinal } from './settle-final.ts'
import { settlePending } from './settle-pending.ts'

/** The end of one attempt. */
export type Settlement = Handled<Outcome> & { execution: ClaimedExecution }

/**
 * Settles attempts, one statement for all that end and one for all that go back. An attempt whose
 * execution another worker has claimed meanwhile, or somebody cancelled, changes nothing.
 * @returns which were stale in this way, and which history had already.
 */
export async function settleExecutions(pool: Pool, all: Settlement[]): Promise<Settled> {
  const settlements = newestAttempts(all)
  const settled = await settleEach(pool, settlements)
  if (settlements.length === all.length) return settled
  const kept = new Set(settlements)
  const overtaken = all.filter(each => !kept.has(each)).map(({ execution }) => execution.id)
  return { ...settled, stale: new Set([...settled.stale, ...overtaken]) }
}

/** A worker that claims an execution anew may hold the end of a lost attempt too: that one is stale. */
function newestAttempts(settlements: Settlement[]): Settlement[] {
  const newest = new Map<string, Settlement>()
  for (const settlement of settlements) {
    const { id, attempt } = settlement.execution
    if (attempt > (newest.get(id)?.execution.attempt ?? 0)) newest.set(id, settlement)
  }
  return [...newest.values()]
}

async function settleEach(pool: Pool, settlements: Settlement[]): Promise<Settled> {
  const back = settlements.filter(({ outcome }) => outcome.kind !== 'final')
  const ended = settlements.filter(({ outcome }) => outcome.kind === 'final')
  if (back.length > 0) {
    const refused = await settlePending(pool.sql, back)
    for (const { organizationId, host } of slowHostsOf(back)) {
      await moveAside(pool.sql, organizationId, host)
    }
    // Their job is off or gone: what the attempt brought is the end of it.
    for (const settlement of back) {
      if (!refused.has(settlement.execution.id)) continue
      if (settlement.outcome.kind !== 'retry') continue
      const { reply } = settlement.outcome
      const status = reply.errorCode === 'deadline_exceeded' ? 'timeout' : 'failed'
      ended.push({ ...settlement, outcome: { kind: 'final', status, reply } })
    }
  }
  if (ended.length === 0) return { stale: new Set(), dropped: [] }
  const { stale, dropped } = await settleFinal(pool.sql, ended)
  const late = ended.filter(({ execution }) => stale.has(execution.id))
  for (const id of await keptBefore(pool.sql, late)) stale.delete(id)
  for (const { execution, outcome } of ended) {
    if (outcome.kind !== 'final' || !outcome.gone || stale.has(execution.id)) continue
    crashPoint('target-gone')
    await switchOff(pool, execution.jobId, execution.job?.version ?? 0)
  }
  return { stale, dropped }
}

/** The organizations and slow hosts whose executions gave way, each once. */
function slowHostsOf(settlements: Settlement[]) {
  const parties = settlements
    .filter(({ outcome }) => outcome.kind === 'gave_way' && outcome.isHostSlow)
    .map(({ execution: { organizationId, job } }) => ({ organizationId, host: job?.host ?? '' }))
  return new Map(parties.map(party => [Object.values(party).join(' '), party])).values()
}

/**
 * The target answered 410 Gone: the job is switched off, with the reason where people see it,
 * unless it was changed after this version was sent.
 */
async function switchOff(pool: Pool, jobId: string, version: number): Promise<void> {
  await pool.transaction(async tx => {
    const [job] = await tx.sql`
      select from jobs where id = ${jobId} and enabled and version = ${version} for update`
    if (job === undefined) return
    await stopSchedules(tx, [jobId])
    await tx.sql`
      update jobs set enabled = false, pause_note = 'Switched off: the target answered 410 Gone.',
        updated_at = now()
      where id = ${jobId}`
    await cancelPending(tx, [jobId], 'job_disabled')
  })
}
