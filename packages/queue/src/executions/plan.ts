import { nextOccurrence, occurrencesBetween, type Schedule } from '@prikke/schedule'

/** An occurrence found later than this is missed: the job's catch-up policy decides about it. */
export const missedAfterMs = 60_000
/** Occurrences are written this long before they are due, so that the instant itself is exact. */
export const leadMs = 2_000
/** `catchUp: all` runs this many of the missed ones, the newest. */
const mostCaughtUp = 100

/** Jobs that share everything the next instant depends on. */
export type Group = {
  schedule: Schedule
  nextRunAt: number
  catchUp: 'latest' | 'all' | 'none'
  overlap: 'allow' | 'skip'
}

/** What to write for each job of a group now: then its next occurrence is `next`. */
export type Plan = {
  occurrences: { at: number; missed: boolean }[]
  through: number
  next: number | null
  /** Why its jobs are switched off with it; else they stay on. */
  switchedOff?: string
}

/**
 * The occurrences of a group that are due, oldest first, each to run or missed. At most `limit` of
 * them, and of those to run one UTC day's, for they are counted by the day: the rest is found again
 * from `next`. What is older than `retentionMs` leaves no row. All in ms.
 */
export function planOccurrences(
  group: Group,
  now: number,
  { limit, leadMs, retentionMs }: { limit: number; leadMs: number; retentionMs: number },
): Plan {
  const keep = { latest: 1, all: mostCaughtUp, none: 0 }[group.catchUp]
  const horizon = group.overlap === 'skip' ? now : now + leadMs
  const oldest = Math.max(group.nextRunAt, now - retentionMs)
  // `keep` more than asked for: whether a missed one runs depends on how many follow it.
  const found = occurrencesBetween(group.schedule, oldest - 1, horizon, limit + keep + 1)
  const missedCount = found.filter(({ at }) => at < now - missedAfterMs).length
  const all = found.map(({ at }, index) => ({
    at,
    missed: index < missedCount && missedCount - index > keep,
  }))
  const end = group.overlap === 'skip' ? endOfFirstRun(all, limit) : limit
  const due = all.slice(0, Math.min(end, endOfFirstDay(all)))
  const through = due.at(-1)?.at ?? Math.max(group.nextRunAt, oldest)
  return { occurrences: due, through, next: nextOccurrence(group.schedule, through)?.at ?? null }
}

/** The UTC day of what a plan is to run, as `YYYY-MM-DD`; null when it runs nothing. */
export function dayOfRuns({ occurrences }: Pick<Plan, 'occurrences'>): string | null {
  const run = occurrences.find(({ missed }) => !missed)
  return run === undefined ? null : dayOf(run.at)
}

function endOfFirstDay(all: Plan['occurrences']): number {
  const day = dayOfRuns({ occurrences: all })
  const end = all.findIndex(({ at, missed }) => !missed && dayOf(at) !== day)
  return end === -1 ? all.length : end
}

const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10)

/** With `overlap: skip` each run must see the one before it in the queue: one at a time. */
function endOfFirstRun(all: Plan['occurrences'], limit: number): number {
  const first = all.findIndex(({ missed }) => !missed)
  return first === -1 ? limit : Math.min(limit, first + 1)
}
