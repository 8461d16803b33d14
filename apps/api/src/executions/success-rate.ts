import type { Counts } from '@prikke/contract'

type Ran = Pick<Counts, 'success' | 'failed' | 'timeout'>

/** How much of what ran succeeded; null when nothing ran. */
export function successRate({ success, failed, timeout }: Ran): number | null {
  const ranCount = success + failed + timeout
  return ranCount === 0 ? null : success / ranCount
}
