import { nextOccurrence, type Occurrence } from './next-occurrence.ts'
import type { Schedule } from './schedule.ts'

/** Occurrences with `after < at <= until`, ascending, at most `limit` of them. */
export function occurrencesBetween(
  schedule: Schedule,
  after: number,
  until: number,
  limit = Number.POSITIVE_INFINITY,
): Occurrence[] {
  const occurrences: Occurrence[] = []
  let last = after
  while (occurrences.length < limit) {
    const next = nextOccurrence(schedule, last)
    if (next === null || next.at > until) break
    occurrences.push(next)
    last = next.at
  }
  return occurrences
}
