import type { ExecutionSummary } from '@prikke/contract'
import { formatDuration } from '../words/span.ts'

/** What can be shown of an execution beside its status, its time and its job. */
export const columns = [
  { key: 'trigger', word: 'Trigger', isFigure: false, width: 'md:w-28' },
  { key: 'code', word: 'Code', isFigure: true, width: 'md:w-20' },
  { key: 'late', word: 'Late by', isFigure: true, width: 'md:w-24' },
  { key: 'took', word: 'Took', isFigure: true, width: 'md:w-28' },
  { key: 'attempts', word: 'Attempts', isFigure: true, width: 'md:w-24' },
  { key: 'error', word: 'Error', isFigure: false, width: 'md:w-44' },
  { key: 'id', word: 'Id', isFigure: false, width: 'md:w-32' },
] as const

export type Column = (typeof columns)[number]
export type ColumnKey = Column['key']

const usual: readonly ColumnKey[] = ['trigger', 'code', 'late', 'took']

/** Which columns somebody chose, as it was kept; what is unknown was of another version. */
export function readColumns(kept: string | null): Column[] {
  const chosen = kept === null ? usual : kept.split(',')
  return columns.filter(({ key }) => chosen.includes(key))
}

const triggers = { schedule: 'Schedule', manual: 'Run now', replay: 'Replay' }

/** What a column says of an execution. */
export function cellOf(execution: ExecutionSummary, key: ColumnKey): string {
  switch (key) {
    case 'trigger':
      return triggers[execution.trigger]
    case 'code':
      return String(execution.statusCode ?? '–')
    case 'late':
      return formatDuration(execution.latenessMs)
    case 'took':
      return formatDuration(execution.durationMs)
    case 'attempts':
      return `${execution.attempt} of ${execution.maxAttempts}`
    case 'error':
      return execution.errorCode ?? '–'
    case 'id':
      return `${execution.id.slice(0, 4)}…${execution.id.slice(-6)}`
  }
}
