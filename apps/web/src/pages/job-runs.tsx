import type { Job } from '@prikke/contract'
import { useSearchParams } from '@solidjs/router'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/solid-query'
import X from 'lucide-solid/icons/x'
import { Match, Show, Switch } from 'solid-js'
import { api } from '../api.ts'
import { nameSpan } from '../charts/time-axis.ts'
import { createHeldList } from '../held-list.ts'
import { loading } from '../loading.ts'
import { Button } from '../parts/button.tsx'
import { ExecutionTable } from '../parts/execution-table.tsx'
import { Instant } from '../parts/instant.tsx'
import { LoadMore } from '../parts/load-more.tsx'
import { Loaded } from '../parts/loaded.tsx'
import { NewRows } from '../parts/new-rows.tsx'
import { Skeleton } from '../parts/skeleton.tsx'

/** The executions of a job, of all time or of the time that was chosen in its charts. */
export function JobRuns(props: { job: Job; ranCount: number }) {
  const [search, setSearch] = useSearchParams<{ from?: string; to?: string }>()
  const chosen = () => {
    const [from, to] = [search.from, search.to].map(at => Date.parse(at ?? ''))
    return from !== undefined && to !== undefined && from < to
      ? { from: new Date(from).toISOString(), to: new Date(to).toISOString() }
      : {}
  }
  const span = () => {
    const { from, to } = chosen()
    return from !== undefined && to !== undefined
      ? nameSpan(Date.parse(from), Date.parse(to))
      : null
  }
  const query = useInfiniteQuery(() => ({
    queryKey: ['executions', 'of', props.job.id, chosen()],
    queryFn: ({ pageParam }: { pageParam: string }) =>
      api.jobRuns(props.job.id, { ...chosen(), cursor: pageParam || undefined }),
    initialPageParam: '',
    getNextPageParam: page => page.nextCursor,
    placeholderData: keepPreviousData,
  }))
  const held = createHeldList(
    () => (query.isSuccess ? query.data.pages.flatMap(page => page.data) : []),
    () => `${props.job.id} ${span()} ${query.isPlaceholderData} ${props.ranCount}`,
  )
  return (
    <div class="flex min-w-0 flex-col gap-4">
      <Show when={span()}>
        {words => (
          <p class="flex flex-wrap items-center gap-3 text-sm">
            <span>
              Runs of <span class="font-medium">{words()}</span>
            </span>
            <Button onClick={() => setSearch({ from: undefined, to: undefined })}>
              <X class="size-4" /> Show all
            </Button>
          </p>
        )}
      </Show>
      <Loaded from={loading(query)} skeleton={<Skeleton rows={5} />}>
        {() => (
          <Show
            when={held.rows().length > 0}
            fallback={<None job={props.job} isFiltered={span() !== null} />}
          >
            <div class="md:-mx-4" classList={{ 'opacity-60': query.isPlaceholderData }}>
              <NewRows count={held.waiting()} word="run" onShow={held.release} />
              <ExecutionTable executions={held.rows()} />
            </div>
            <LoadMore of={query} class="mt-4 self-start" />
          </Show>
        )}
      </Loaded>
    </div>
  )
}

function None(props: { job: Job; isFiltered: boolean }) {
  return (
    <p class="text-sm text-muted">
      <Switch fallback="It has not run yet. Run it now to see what its target answers.">
        <Match when={props.isFiltered}>Nothing ran in this time.</Match>
        <Match when={props.job.nextRunAt}>
          {at => (
            <>
              It has not run yet: the first run is <Instant at={at()} relative />. Or run it now.
            </>
          )}
        </Match>
      </Switch>
    </p>
  )
}
