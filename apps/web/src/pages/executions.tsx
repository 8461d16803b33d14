import { useNavigate, useSearchParams } from '@solidjs/router'
import { useQueries, useQuery } from '@tanstack/solid-query'
import Download from 'lucide-solid/icons/download'
import { createEffect, createMemo, createSignal, lazy, Match, on, Show, Switch } from 'solid-js'
import { api } from '../api.ts'
import { StackedBars } from '../charts/stacked-bars.tsx'
import { createExplorer } from '../execution-explorer.ts'
import { BulkBar } from '../explorer/bulk-bar.tsx'
import { ColumnFacet } from '../explorer/column-facet.tsx'
import { readColumns } from '../explorer/columns.ts'
import { ExplorerTable } from '../explorer/explorer-table.tsx'
import type { ExportFormat } from '../explorer/export-rows.ts'
import { FilterBar } from '../explorer/filter-bar.tsx'
import { FilterChips } from '../explorer/filter-chips.tsx'
import { NothingFound } from '../explorer/nothing-found.tsx'
import { createSelection } from '../explorer/selection.ts'
import { Button } from '../parts/button.tsx'
import { now } from '../parts/clock.ts'
import { CopyButton } from '../parts/copy-button.tsx'
import { Loaded } from '../parts/loaded.tsx'
import { Menu } from '../parts/menu.tsx'
import { NewRows } from '../parts/new-rows.tsx'
import { PageHead } from '../parts/page-head.tsx'
import { ProblemNotice } from '../parts/problem-notice.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { remembered } from '../remembered.ts'
import { useSession } from '../session.tsx'
import {
  cancelFilter,
  changed,
  isFiltered,
  type Range,
  readRange,
  readSearch,
  replayFilter,
  type SearchChange,
  searchQuery,
  spanOf,
} from '../words/execution-search.ts'
import { formatWhole } from '../words/number.ts'

const ExportDialog = lazy(async () => ({
  default: (await import('../explorer/export-dialog.tsx')).ExportDialog,
}))
const ManyReplay = lazy(async () => ({
  default: (await import('../explorer/many-replay.tsx')).ManyReplay,
}))
const ManyCancel = lazy(async () => ({
  default: (await import('../explorer/many-cancel.tsx')).ManyCancel,
}))

const dayMs = 86_400_000

export function Executions() {
  const [params] = useSearchParams()
  const navigate = useNavigate()
  const session = useSession()
  const search = createMemo(() => readSearch(params))
  const range = createMemo(() => readRange(params), undefined, { equals: isSameRange })
  const explorer = createExplorer(() => ({ search: search(), range: range() }))
  const selection = createSelection(explorer.rows)
  const [isAllMatching, setIsAllMatching] = createSignal(false)
  const clearSelection = () => {
    selection.clear()
    setIsAllMatching(false)
  }
  createEffect(on(explorer.key, clearSelection, { defer: true }))

  const show = (query: string) => navigate(`/executions${query && `?${query}`}`, { scroll: false })
  const onSearch = (change: SearchChange) =>
    show(searchQuery(changed(search(), change), range()))
  const onRange = (next: Range) => show(searchQuery(search(), next))
  const clear = () => show(searchQuery({}, range()))

  const choices = createChoices(() => search().jobId ?? [])
  const [kept, keep] = remembered('prikke.executions.columns')
  const columns = createMemo(() => readColumns(kept()))
  const [task, setTask] = createSignal<'replay' | 'cancel' | ExportFormat>()
  const done = () => setTask(undefined)

  /** What a task is of, as it was when that was counted: the selected, or all that match. */
  const meant = () => {
    const ids = [...selection.chosen()]
    const isChosen = ids.length > 0 && !isAllMatching()
    return isChosen ? { search: { id: ids }, span: {} } : { search: search(), span: spanOf(range(), Date.now()) }
  }

  return (
    <>
      <PageHead title="Executions" organization={session.organization().name}>
        <CopyButton text={location.href} label="Copy link" />
        <Menu
          label="More"
          items={[
            { label: 'Replay all that match', onSelect: () => startAll('replay') },
            { label: 'Cancel all pending that match', onSelect: () => startAll('cancel') },
            { label: 'Export as CSV', icon: <Download class="size-4" />, onSelect: () => setTask('csv') },
            { label: 'Export as NDJSON', icon: <Download class="size-4" />, onSelect: () => setTask('ndjson') },
          ]}
        />
      </PageHead>
    </>
  )
}
