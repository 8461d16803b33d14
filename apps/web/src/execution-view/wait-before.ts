import type { Attempt } from '@prikke/contract'

type Timed = Pick<Attempt, 'startedAt' | 'finishedAt'>

/** How long an attempt was waited for after the one before it ended, in ms; null for the first. */
export function waitBefore(attempts: readonly Timed[], index: number): number | null {
  const startedAt = attempts[index]?.startedAt
  const finishedAt = attempts[index - 1]?.finishedAt
  if (!startedAt || !finishedAt) return null
  return Math.max(0, Date.parse(startedAt) - Date.parse(finishedAt))
}
