import type { CancelInput, ExecutionSummary, Page, ReplayInput } from '@prikke/contract'
import { lazy, Match, Switch } from 'solid-js'
import { cancelFilter, type ExecutionSearch, replayFilter } from '../words/execution-search.ts'
import type { ExportFormat } from './export-rows.ts'

const ExportDialog = lazy(async () => ({
  default: (await import('./export-dialog.tsx')).ExportDialog,
}))
const ManyReplay = lazy(async () => ({ default: (await import('./many-replay.tsx')).ManyReplay }))
const ManyCancel = lazy(async () => ({ default: (await import('./many-cancel.tsx')).ManyCancel }))

export type Task = 'replay' | 'cancel' | ExportFormat
/** Which executions a task is of: a search in a time. */
export type Meant = { search: ExecutionSearch; span: { from?: string; to?: string } }

type Props = {
  task: Task | undefined
  /** What it is of at this moment; the count and what follows it are of the same. */
  meant: () => Meant
  total: number | undefined
  countReplay: (
    filter: ReplayInput['filter'],
  ) => Promise<{ count: number; deletedJobCount: number }>
  replay: (filter: ReplayInput['filter'], count: number) => Promise<unknown>
  countCancel: (filter: CancelInput['filter']) => Promise<{ count: number }>
  cancel: (filter: CancelInput['filter'], count: number) => Promise<unknown>
  fetchPage: (cursor: string | undefined) => Promise<Page<ExecutionSummary>>
  onClose: () => void
}

/** What is done with many executions, each in a dialog of its own. */
export function Tasks(props: Props) {
  let toReplay: ReplayInput['filter'] | null = null
  let toCancel: CancelInput['filter'] | null = null
  const countReplay = async () => {
    const { search, span } = props.meant()
    // What is over by now: what ends while somebody reads the question is not of it.
    toReplay = replayFilter(search, { to: new Date().toISOString(), ...span })
    return toReplay === null ? { count: 0, deletedJobCount: 0 } : await props.countReplay(toReplay)
  }
  const countCancel = async () => {
    const { search, span } = props.meant()
    toCancel = cancelFilter(search, span)
    return toCancel === null ? { count: 0 } : await props.countCancel(toCancel)
  }
  return (
    <Switch>
      <Match when={props.task === 'replay'}>
        <ManyReplay
          onCount={countReplay}
          onReplay={async count => toReplay && (await props.replay(toReplay, count))}
          onClose={props.onClose}
        />
      </Match>
      <Match when={props.task === 'cancel'}>
        <ManyCancel
          onCount={countCancel}
          onCancel={async count => toCancel && (await props.cancel(toCancel, count))}
          onClose={props.onClose}
        />
      </Match>
      <Match when={props.task === 'csv' || props.task === 'ndjson' ? props.task : undefined}>
        {format => (
          <ExportDialog
            format={format()}
            total={props.total}
            fetchPage={props.fetchPage}
            onClose={props.onClose}
          />
        )}
      </Match>
    </Switch>
  )
}
