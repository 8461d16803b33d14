import type { ExecutionStatus, Trigger } from '@prikke/contract'
import ListFilter from 'lucide-solid/icons/list-filter'
import { type Accessor, createSignal, For, Show } from 'solid-js'
import { createMediaQuery } from '../media-query.ts'
import { Button } from '../parts/button.tsx'
import { StatusBadge } from '../parts/status-badge.tsx'
import type { ExecutionSearch, Range, SearchChange } from '../words/execution-search.ts'
import { formatDuration } from '../words/span.ts'
import { CheckList } from './check-list.tsx'
import { Facet } from './facet.tsx'
import { FigureFacet } from './figure-facet.tsx'
import { statusWords, triggerNames } from './named.ts'
import { PickFacet } from './pick-facet.tsx'
import { RangeFacet } from './range-facet.tsx'
import { SearchText } from './search-text.tsx'

const statuses: readonly ExecutionStatus[] = [
  ...(['success', 'failed', 'timeout', 'running'] as const),
  ...(['pending', 'missed', 'skipped', 'cancelled'] as const),
]
const triggers = Object.entries(triggerNames).map(([value, words]) => ({
  value: value as Trigger,
  words,
}))
const codes = ['2xx', '3xx', '4xx', '5xx'].map(value => ({ value, words: value }))

/** Something that can be looked for by its name. */
export type Choice = { value: string; words: string }

export type FilterProps = {
  search: ExecutionSearch
  range: Range
  onSearch: (change: SearchChange) => void
  onRange: (range: Range) => void
  /** What of them matches a text. */
  jobs: {
    found: Accessor<readonly Choice[]>
    nameOf: (id: string) => string
    look: (text: string) => void
  }
  tags: { found: Accessor<readonly Choice[]>; look: (text: string) => void }
}

/** Everything that executions are narrowed down by. */
export function FilterBar(props: FilterProps) {
  const set = <K extends keyof ExecutionSearch>(name: K, values: ExecutionSearch[K] | undefined) =>
    props.onSearch({ [name]: Array.isArray(values) && values.length === 0 ? undefined : values })
  const isNarrow = createMediaQuery('(width < 48rem)')
  const [isOpen, setIsOpen] = createSignal(false)
  return (
    <search data-filter class="flex flex-wrap items-center gap-2">
      <RangeFacet range={props.range} onChange={props.onRange} />
      <Facet label="Status" chosen={countOf(props.search.status, each => statusWords[each])}>
        <CheckList
          label="Status"
          options={statuses.map(value => ({ value, words: <StatusBadge status={value} /> }))}
          chosen={props.search.status ?? []}
          onChange={status => set('status', status)}
        />
      </Facet>
      <Show when={isNarrow()}>
        <Button aria-expanded={isOpen()} onClick={() => setIsOpen(!isOpen())}>
          <ListFilter class="size-4" /> Filters
        </Button>
      </Show>
      <Show when={!isNarrow() || isOpen()}>
        <PickFacet
          label="Job"
          chosen={props.search.jobId ?? []}
          nameOf={props.jobs.nameOf}
          found={props.jobs.found()}
          onLook={props.jobs.look}
          onChange={jobId => set('jobId', jobId)}
        />
        <PickFacet
          label="Tag"
          chosen={props.search.tag ?? []}
          found={props.tags.found()}
          onLook={props.tags.look}
          onChange={tag => set('tag', tag)}
        />
        <Facet label="Trigger" chosen={countOf(props.search.trigger, each => triggerNames[each])}>
          <CheckList
            label="Trigger"
            options={triggers}
            chosen={props.search.trigger ?? []}
            onChange={trigger => set('trigger', trigger)}
          />
        </Facet>
        <FigureFacet
          label="Code"
          help="A code such as 503, or a class such as 5xx"
          pattern={/^[1-9](\d\d|xx)$/}
          options={codes}
          chosen={props.search.statusCode ?? []}
          onChange={statusCode => set('statusCode', statusCode)}
        />
        <FigureFacet
          label="Error"
          help="An error code such as dns_failed"
          pattern={/^[a-z][a-z_]*$/}
          options={errorCodes}
          chosen={props.search.errorCode ?? []}
          onChange={errorCode => set('errorCode', errorCode)}
        />
        <Facet label="Took" chosen={atLeast(props.search.minDurationMs, formatDuration)}>
          <For each={durations}>
            {ms => (
              <Pick
                words={ms === undefined ? 'However long' : `${formatDuration(ms)} or longer`}
                on={props.search.minDurationMs === ms}
                onPick={() => set('minDurationMs', ms)}
              />
            )}
          </For>
        </Facet>
        <Facet label="Attempts" chosen={atLeast(props.search.minAttempt, String)}>
          <For each={attempts}>
            {least => (
              <Pick
                words={least === undefined ? 'However many' : `${least} or more`}
                on={props.search.minAttempt === least}
                onPick={() => set('minAttempt', least)}
              />
            )}
          </For>
        </Facet>
      </Show>
      <SearchText search={props.search} onSearch={props.onSearch} />
    </search>
  )
}

const durations = [undefined, 100, 500, 1_000, 5_000, 10_000, 30_000, 60_000] as const
const attempts = [undefined, 2, 3, 5, 10] as const
const errorCodes = [
  ...['http_status', 'deadline_exceeded', 'connect_failed', 'dns_failed', 'tls_failed'],
  ...['connection_lost', 'redirect_not_followed', 'overlap', 'over_quota', 'worker_lost'],
].map(value => ({ value, words: value }))

/** One is named, of more it is said how many. */
function countOf<T>(values: readonly T[] | undefined, name: (value: T) => string) {
  const [first] = values ?? []
  if (values === undefined || first === undefined) return undefined
  return values.length === 1 ? name(first) : `${values.length} of them`
}

const atLeast = (value: number | undefined, format: (value: number) => string) =>
  value === undefined ? undefined : `≥ ${format(value)}`

/** One value of a few, of which one holds. */
function Pick(props: { words: string; on: boolean; onPick: () => void }) {
  return (
    <button
      type="button"
      aria-pressed={props.on}
      class="flex min-h-11 items-center justify-between gap-3 rounded-lg px-2 text-left hover:bg-sunken aria-pressed:font-medium md:min-h-9"
      onClick={() => props.onPick()}
    >
      {props.words}
      <Show when={props.on}>
        <span aria-hidden="true" class="size-2 rounded-full bg-fill" />
      </Show>
    </button>
  )
}
