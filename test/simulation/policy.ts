import type { Account } from './account.ts'
import { clockOf } from './clock-of.ts'
import type { Definition, HistoryRow, QueueRow } from './model/tables.ts'
import { Violation } from './violation.ts'

const lateMs = 60_000
const leadMs = 2_000
const kept: Record<Definition['catchUp'], number> = { none: 0, latest: 1, all: 100 }

/** An occurrence was written, and became what the catch-up and the overlap of its job say. */
export function checkPolicy(
  account: Account,
  { jobId, scheduledFor }: QueueRow | HistoryRow,
  foundAt: number,
  now: number,
  became: 'queued' | 'missed' | 'skipped',
  isBusy: boolean,
): void {
  const broken = (how: string) =>
    new Violation(now, jobId, `the occurrence of ${clockOf(scheduledFor)} ${how}`, scheduledFor)
  const job = account.current(jobId)
  if (job === undefined) throw broken('is written while its job is off')
  const isMissed = missed(account, job, scheduledFor, foundAt)
  if (isMissed !== (became === 'missed')) {
    throw broken(`is ${became}, found at ${clockOf(foundAt)} and catch-up “${job.catchUp}”`)
  }
  if (scheduledFor > now + (job.overlap === 'skip' ? 0 : leadMs))
    throw broken('is written too early')
  if (job.overlap === 'skip' && !isMissed && isBusy !== (became === 'skipped')) {
    const other = isBusy ? 'another execution had not finished' : 'nothing else was under way'
    throw broken(`is ${became} although ${other}`)
  }
  if (job.overlap === 'allow' && became === 'skipped') {
    throw broken('is skipped although overlap is allowed')
  }
}

/** Found too late, with at least as many later ones, also too late, as the policy runs. */
function missed(account: Account, job: Definition, at: number, foundAt: number): boolean {
  if (at >= foundAt - lateMs) return false
  const instants = account.instantsOf(job.schedule)
  let later = 0
  for (let index = instants.length - 1; index >= 0; index--) {
    const instant = instants[index] ?? 0
    if (instant <= at) break
    if (instant < foundAt - lateMs) later++
  }
  return later >= kept[job.catchUp]
}
