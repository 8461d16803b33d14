import type { ExecutionStatus } from '@prikke/contract'

/** How runs are drawn, each kind in a shape of its own. */
export type MarkKind = 'good' | 'bad' | 'open' | 'left'

const kinds: Record<ExecutionStatus, MarkKind> = {
  success: 'good',
  failed: 'bad',
  timeout: 'bad',
  running: 'open',
  pending: 'open',
  missed: 'left',
  skipped: 'left',
  cancelled: 'left',
}

export const kindOfStatus = (status: ExecutionStatus): MarkKind => kinds[status]

/** The lateness at the foot and at the head of the scale, in ms. */
const least = 1
const most = 600_000

/** Lines across the drawing. */
export const latenessLines = [10, 100, 1_000, 10_000, 60_000] as const

/** How high a lateness stands, from 0 to 1: a logarithm, for most are a few ms and some are minutes. */
export const latenessShare = (ms: number): number =>
  Math.log(Math.min(most, Math.max(least, ms)) / least) / Math.log(most / least)

/** A mark around a point: a disc, a cross, a ring, or a dash. */
export function markPath(kind: MarkKind, x: number, y: number): string {
  switch (kind) {
    case 'good':
      return `M${x - 3} ${y}a3 3 0 1 0 6 0a3 3 0 1 0 -6 0`
    case 'bad':
      return `M${x - 4} ${y - 4}l8 8M${x + 4} ${y - 4}l-8 8`
    case 'open':
      return `M${x - 3.5} ${y}a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0 -7 0`
    case 'left':
      return `M${x - 4} ${y}h8`
  }
}
