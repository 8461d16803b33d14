import type { ExecutionSummary, Page, ProblemBody } from '@prikke/contract'
import { createSignal, onCleanup, onMount, Show } from 'solid-js'
import { problemOf } from '../api-error.ts'
import { Button } from '../parts/button.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { ProblemNotice } from '../parts/problem-notice.tsx'
import { saveFile } from '../save-file.ts'
import { formatWhole } from '../words/number.ts'
import { type ExportFormat, exportRows } from './export-rows.ts'

const types = { csv: 'text/csv', ndjson: 'application/x-ndjson' }

/** Fetches all that match into a file, and can be stopped with what is there. */
export function ExportDialog(props: {
  format: ExportFormat
  total: number | undefined
  fetchPage: (cursor: string | undefined) => Promise<Page<ExecutionSummary>>
  onClose: () => void
}) {
  const [count, setCount] = createSignal(0)
  const [isDone, setIsDone] = createSignal(false)
  const [problem, setProblem] = createSignal<ProblemBody>()
  const stop = new AbortController()
  let isWanted = true
  const run = async () => {
    try {
      const { format, fetchPage } = props
      const parts = await exportRows({
        format,
        fetchPage,
        signal: stop.signal,
        onProgress: setCount,
      })
      if (isWanted) saveFile(`executions.${format}`, types[format], ...parts)
      setIsDone(true)
    } catch (error) {
      setProblem(problemOf(error))
    }
  }
  onMount(() => void run())
  onCleanup(() => {
    isWanted = false
    stop.abort()
  })
  const share = () => Math.min(1, count() / Math.max(1, props.total ?? count()))
  return (
    <Dialog title={`Export as ${props.format.toUpperCase()}`} onClose={props.onClose}>
      {shut => (
        <>
          <Show when={problem()}>{found => <ProblemNotice problem={found()} />}</Show>
          <svg viewBox="0 0 100 2" preserveAspectRatio="none" class="h-2 w-full" aria-hidden="true">
            <rect width="100" height="2" rx="1" class="fill-sunken" />
            <rect width={share() * 100} height="2" rx="1" class="fill-accent" />
          </svg>
          <p role="status" class="text-sm">
            {isDone() ? 'Saved' : 'Fetched'} {formatWhole(count())}
            {props.total === undefined ? '' : ` of ${formatWhole(props.total)}`} executions
            {isDone() ? '.' : '…'}
          </p>
          <div class="flex flex-wrap justify-end gap-2">
            <Show
              when={!isDone() && problem() === undefined}
              fallback={<Button onClick={shut}>Close</Button>}
            >
              <Button onClick={shut}>Discard</Button>
              <Button look="primary" onClick={() => stop.abort()}>
                Stop and save these
              </Button>
            </Show>
          </div>
        </>
      )}
    </Dialog>
  )
}
