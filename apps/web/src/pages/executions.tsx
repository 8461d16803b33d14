import { useNavigate, useSearchParams } from '@solidjs/router'
import { useQuery, useQueryClient } from '@tanstack/solid-query'
import Ban from 'lucide-solid/icons/ban'
import Download from 'lucide-solid/icons/download'
import RotateCw from 'lucide-solid/icons/rotate-cw'
import { createEffect, createMemo, createSignal, Match, on, Switch } from 'solid-js'
import { api } from '../api.ts'
import { createExplorer } from '../execution-explorer.ts'
import { BulkBar } from '../explorer/bulk-bar.tsx'
import { ColumnFacet } from '../explorer/column-facet.tsx'
import { readColumns } from '../explorer/columns.ts'
import { Ending } from '../explorer/ending.tsx'
import { ExplorerChart } from '../explorer/explorer-chart.tsx'
import { ExplorerTable } from '../explorer/explorer-table.tsx'
import { FilterBar } from '../explorer/filter-bar.tsx'
import { FilterChips } from '../explorer/filter-chips.tsx'
import { NothingFound } from '../explorer/nothing-found.tsx'
import { rangeWords } from '../explorer/range-facet.tsx'
import { createSelection } from '../explorer/selection.ts'
import { type Task, Tasks } from '../explorer/tasks.tsx'
import { createFilterChoices } from '../filter-choices.ts'
import { listKeys } from '../keyboard/list-keys.ts'
import { now } from '../parts/clock.ts'
import { CopyButton } from '../parts/copy-button.tsx'
import { Menu } from '../parts/menu.tsx'
import { NewRows } from '../parts/new-rows.tsx'
import { PageHead } from '../parts/page-head.tsx'
import { ProblemNotice } from '../parts/problem-notice.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { remembered } from '../remembered.ts'
import { useSession } from '../session.tsx'
import {
  changed,
  type ExecutionSearch,
  isFiltered,
  type Range,
  readRange,
  readSearch,
  type SearchChange,
  searchQuery,
  spanOf,
} from '../words/execution-search.ts'

const dayMs = 86_400_000
const [keptColumns, keepColumns] = remembered('prikke.executions.columns')
const addressOf = (search: ExecutionSearch, range: Range) => {
  const query = searchQuery(search, range)
  return query === '' ? '/executions' : `/executions?${query}`
}

export function Executions() {
  const [params] = useSearchParams()
  const navigate = useNavigate()
  const client = useQueryClient()
  const session = useSession()
  const search = createMemo(() => readSearch(params))
  const range = createMemo(() => readRange(params))
  const explorer = createExplorer(() => ({ search: search(), range: range() }))
  const choices = createFilterChoices(() => search().jobId ?? [])
  const columns = createMemo(() => readColumns(keptColumns()))
  /** Where the address is about to be: what is changed right after builds upon it. */
  let ahead: { search: ExecutionSearch; range: Range } | null = null
  createEffect(
    on([search, range], () => {
      ahead = null
    }),
  )
  const show = (next: ExecutionSearch, within: Range) => {
    ahead = { search: next, range: within }
    navigate(addressOf(next, within), { scroll: false })
  }
  const latest = () => ahead ?? { search: search(), range: range() }
  const onSearch = (change: SearchChange) => show(changed(latest().search, change), latest().range)

  const selection = createSelection(explorer.rows)
  const [isAllMatching, setIsAllMatching] = createSignal(false)
  const clearSelection = () => {
    selection.clear()
    setIsAllMatching(false)
  }
  createEffect(on(explorer.key, clearSelection, { defer: true }))
  const keys = listKeys({
    onSelect: selection.toggle,
    onSelectRange: selection.selectRange,
    onClear: clearSelection,
  })

  const [task, setTask] = createSignal<Task>()
  const meant = () => {
    const ids = [...selection.chosen()]
    return ids.length > 0 && !isAllMatching()
      ? { search: { id: ids }, span: {} }
      : { search: search(), span: spanOf(range(), Date.now()) }
  }
  const ofAll = (asked: Task) => {
    setIsAllMatching(true)
    setTask(asked)
  }

  return (
    <>
      <PageHead title="Executions" organization={session.organization().name}>
        <CopyButton text={location.origin + addressOf(search(), range())} label="Copy link" />
        <span class="contents max-md:hidden">
          <ColumnFacet chosen={columns()} onChange={chosen => keepColumns(chosen.join(','))} />
        </span>
        <Menu
          label="All that match"
          items={[
            {
              label: 'Replay…',
              icon: <RotateCw class="size-4" />,
              onSelect: () => ofAll('replay'),
            },
            {
              label: 'Cancel pending…',
              icon: <Ban class="size-4" />,
              onSelect: () => ofAll('cancel'),
            },
            {
              label: 'Export as CSV',
              icon: <Download class="size-4" />,
              onSelect: () => setTask('csv'),
            },
            {
              label: 'Export as NDJSON',
              icon: <Download class="size-4" />,
              onSelect: () => setTask('ndjson'),
            },
          ]}
        />
      </PageHead>
      <FilterBar
        search={search()}
        range={range()}
        onSearch={onSearch}
        onRange={next => show(latest().search, next)}
        jobs={{ found: choices.jobs, nameOf: choices.nameOfJob, look: choices.lookForJob }}
        tags={{ found: choices.tags, look: choices.lookForTag }}
      />
      <FilterChips
        search={search()}
        nameOfJob={choices.nameOfJob}
        onSearch={onSearch}
        onClear={() => show({}, latest().range)}
      />
      <ExplorerChart
        chart={explorer.chart()}
        problem={explorer.chartProblem()}
        label={`Executions, ${rangeWords(range()).toLowerCase()}`}
        onPick={(from, to) => show(latest().search, { from, to })}
      />
      <Switch>
        <Match when={explorer.isPending()}>
          <div class="motion-safe:animate-appear" aria-busy="true">
            <span class="sr-only">Loading</span>
            <Skeleton rows={10} class="h-11" />
          </div>
        </Match>
        <Match when={explorer.rows().length === 0 && explorer.problem()}>
          {problem => <ProblemNotice problem={problem()} onRetry={explorer.retry} />}
        </Match>
        <Match when={explorer.rows().length === 0 && !explorer.hasMore() && !explorer.isStale()}>
          <Nothing search={search()} range={range()} onShow={show} />
        </Match>
        <Match when={true}>
          <div>
            <NewRows count={explorer.waitingCount()} word="execution" onShow={explorer.release} />
            <div
              class="md:card md:overflow-x-auto md:pt-3"
              classList={{ 'opacity-60': explorer.isStale() }}
            >
              <ExplorerTable
                rows={explorer.rows()}
                columns={columns()}
                selected={selection.chosen()}
                onSelect={selection.select}
                onSelectAll={selection.selectAll}
                onEnd={() => explorer.moreProblem() === null && explorer.loadMore()}
                ref={keys}
              />
            </div>
          </div>
          <Ending
            loaded={explorer.rows().length}
            total={explorer.total()}
            problem={explorer.moreProblem()}
            hasMore={explorer.hasMore()}
            busy={explorer.isLoadingMore()}
            onMore={explorer.loadMore}
          />
        </Match>
      </Switch>
      <BulkBar
        count={selection.chosen().size}
        isAllMatching={isAllMatching()}
        total={explorer.total()}
        mayTakeAll={selection.chosen().size >= explorer.rows().length}
        onTakeAll={() => setIsAllMatching(true)}
        onReplay={() => setTask('replay')}
        onCancel={() => setTask('cancel')}
        onClear={clearSelection}
      />
      <Tasks
        task={task()}
        meant={meant}
        total={explorer.total()}
        fetchPage={explorer.fetchPage}
        countReplay={api.countReplay}
        replay={async (filter, count) => {
          const { id } = await api.replayMany(filter, count)
          navigate(`/replays/${id}`)
        }}
        countCancel={api.countCancel}
        cancel={async (filter, count) => {
          await api.cancelMany(filter, count)
          await client.invalidateQueries({ queryKey: ['executions'] })
          clearSelection()
        }}
        onClose={() => setTask(undefined)}
      />
    </>
  )
}

/** Why nothing is there; whether anything ever ran is asked only then. */
function Nothing(props: {
  search: ExecutionSearch
  range: Range
  onShow: (search: ExecutionSearch, range: Range) => void
}) {
  const usage = useQuery(() => ({ queryKey: ['usage'], queryFn: () => api.usage() }))
  const newest = useQuery(() => ({
    queryKey: ['executions', 'any'],
    queryFn: () => api.findExecutions({ limit: 1 }),
  }))
  const days = () => (usage.isPending ? undefined : usage.data?.historyDays)
  const since = () => now() - (days() ?? 30) * dayMs
  const reason = () => {
    const { range } = props
    const end = 'last' in range || range.to === undefined ? now() : Date.parse(range.to)
    if (days() !== undefined && end < since()) return 'too_long_ago'
    if (isFiltered(props.search)) return 'no_match'
    return (newest.isPending ? 0 : newest.data?.data.length) ? 'nothing_then' : 'nothing_yet'
  }
  return (
    <NothingFound
      reason={reason()}
      historyDays={days() ?? 30}
      onClear={() => props.onShow({}, props.range)}
      onWiden={() =>
        props.onShow(props.search, { from: new Date(since()).toISOString(), to: undefined })
      }
    />
  )
}
