import type { ExecutionSummary } from '@prikke/contract'
import { formatRelative } from '../words/span.ts'

/** What a spark bar shows of an execution. */
export type Recent = Pick<ExecutionSummary, 'id' | 'status' | 'scheduledFor' | 'durationMs'>

const failures: readonly string[] = ['failed', 'timeout']

export const isFailure = ({ status }: Pick<Recent, 'status'>) => failures.includes(status)

/** The newest executions of a job in a line: `8 of 10 succeeded, last failed 2 h ago`. */
export function recentWords(newestFirst: readonly Recent[], now: number): string {
  const ran = newestFirst.filter(each => each.status === 'success' || isFailure(each))
  const open = newestFirst.filter(({ status }) => status === 'pending' || status === 'running')
  const failed = newestFirst.find(isFailure)
  const said = [
    ran.length > 0 && `${ran.filter(each => !isFailure(each)).length} of ${ran.length} succeeded`,
    failed && `last failed ${formatRelative(failed.scheduledFor, now)}`,
    open.length > 0 && `${open.length} under way`,
  ].filter(Boolean)
  if (said.length > 0) return said.join(', ')
  return newestFirst.length > 0 ? `none of ${newestFirst.length} was sent` : 'never run'
}

/** Three tenths of a second and five minutes differ in what matters, one second and two do not. */
const longestMs = 300_000

/** How tall the bar of a duration is, of 1: on a logarithmic scale, the same for every job. */
export function heightOf(durationMs: number | null): number {
  if (durationMs === null) return 0
  const share = Math.log10(Math.max(1, durationMs)) / Math.log10(longestMs)
  return Math.max(0.15, Math.min(1, share))
}
