import type { ExecutionSummary, Page } from '@prikke/contract'
import { csvOf } from '../words/csv.ts'

export type ExportFormat = 'csv' | 'ndjson'

const fields = [
  ...['id', 'jobId', 'jobName', 'status', 'trigger', 'replayOf', 'scheduledFor', 'startedAt'],
  ...['finishedAt', 'durationMs', 'latenessMs', 'attempt', 'maxAttempts', 'statusCode'],
  ...['errorCode', 'errorMessage'],
] as (keyof ExecutionSummary)[]

/**
 * Executions as a file, page by page; `onProgress` hears of each page how many there are by now. When
 * `signal` stops it, what was fetched until then is the file.
 */
export async function exportRows(options: {
  format: ExportFormat
  fetchPage: (cursor: string | undefined) => Promise<Page<ExecutionSummary>>
  signal: AbortSignal
  onProgress: (count: number) => void
}): Promise<string[]> {
  const { format, fetchPage, signal, onProgress } = options
  const parts = format === 'csv' ? [csvOf([fields])] : []
  let count = 0
  let cursor: string | undefined
  while (!signal.aborted) {
    const { data, nextCursor } = await fetchPage(cursor)
    parts.push(format === 'csv' ? csvOf(data.map(cellsOf)) : data.map(jsonOf).join(''))
    count += data.length
    onProgress(count)
    if (nextCursor === null) break
    cursor = nextCursor
  }
  return parts
}

const cellsOf = (execution: ExecutionSummary) => fields.map(name => String(execution[name] ?? ''))
const jsonOf = (execution: ExecutionSummary) => `${JSON.stringify(execution)}\n`
