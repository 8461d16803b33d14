import type { Organization } from './tables.ts'

const firstFewHundred = 500
const shortIntervalMinutes = 60
const bulk = 4

/** The class that an execution enters the queue with, as `classOf` says it in SQL. */
export function classOf(
  { tier }: Organization,
  intervalMinutes: number | null,
  rank: number,
): number {
  if (rank > firstFewHundred) return bulk
  const isShort = intervalMinutes !== null && intervalMinutes < shortIntervalMinutes
  return (tier === 'pro' ? 0 : 2) + (isShort ? 0 : 1)
}
