import type { Job, Page, Preview } from '@prikke/contract'
import { A, useNavigate, useSearchParams } from '@solidjs/router'
import {
  type InfiniteData,
  useInfiniteQuery,
  useQueries,
  useQueryClient,
} from '@tanstack/solid-query'
import Plus from 'lucide-solid/icons/plus'
import { createMemo, Match, Show, Switch } from 'solid-js'
import { api } from '../api.ts'
import { loading } from '../loading.ts'
import { Button, buttonClass } from '../parts/button.tsx'
import { JobTable } from '../parts/job-table.tsx'
import { Loaded } from '../parts/loaded.tsx'
import { PageHead } from '../parts/page-head.tsx'
import { SearchBox } from '../parts/search-box.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { sentenceKey, sentenceQuery } from '../sentence-query.ts'
import { useSession } from '../session.tsx'
import { attempt, offerUndo } from '../toasts.tsx'

type Pages = InfiniteData<Page<Job>>

export function Jobs() {
  const session = useSession()
  const client = useQueryClient()
  const navigate = useNavigate()
  const [search, setSearch] = useSearchParams<{ q?: string }>()
  const key = () => ['jobs', 'list', search.q ?? '']
  const query = useInfiniteQuery(() => ({
    queryKey: key(),
    queryFn: ({ pageParam }: { pageParam: string }) =>
      api.jobs({ q: search.q || undefined, cursor: pageParam || undefined }),
    initialPageParam: '',
    getNextPageParam: page => page.nextCursor,
    placeholderData: before => before,
  }))
  const jobs = createMemo(() =>
    query.isPending ? [] : (query.data?.pages.flatMap(page => page.data) ?? []),
  )

  const schedules = createMemo(() => [
    ...new Map(jobs().map(job => [sentenceKey(job), job])).values(),
  ])
  const sentences = useQueries(() => ({ queries: schedules().map(sentenceQuery) }))
  const sentenceOf = createMemo(() => {
    const known = schedules().map(
      (job, index) => [sentenceKey(job), sentences[index]?.data] as const,
    )
    return new Map<string, Preview | undefined>(known)
  })

  const toggle = async (job: Job, enabled: boolean) => {
    const show = (change: Partial<Job>) =>
      client.setQueryData<Pages>(key(), pages => withJob(pages, job.id, change))
    show({ enabled })
    const changed = await attempt(api.patchJob(job.id, { enabled }))
    show(changed ?? { enabled: !enabled })
    if (changed && !enabled) offerUndo(`${job.name} is paused.`, () => toggle(job, true))
  }

  return (
    <>
      <PageHead title="Jobs" organization={session.organization().name}>
        <SearchBox
          label="Search jobs"
          value={search.q ?? ''}
          onSearch={q => setSearch({ q: q || undefined }, { replace: true })}
        />
        <Button look="primary" onClick={() => navigate('/jobs/new')}>
          <Plus class="size-4" /> New job
        </Button>
      </PageHead>
      <Loaded from={loading(query)} skeleton={<Skeleton rows={6} />}>
        {() => (
          <Switch>
            <Match when={jobs().length > 0}>
              <div class="md:card md:pt-3" classList={{ 'opacity-60': query.isPlaceholderData }}>
                <JobTable
                  jobs={jobs()}
                  sentence={job => sentenceOf().get(sentenceKey(job))?.description}
                  onToggle={(job, enabled) => void toggle(job, enabled)}
                />
              </div>
              <Show when={query.hasNextPage}>
                <Button
                  class="self-center"
                  busy={query.isFetchingNextPage}
                  busyLabel="Loading…"
                  onClick={() => void query.fetchNextPage()}
                >
                  Load more
                </Button>
              </Show>
            </Match>
            <Match when={search.q}>
              <div class="card flex flex-col items-center gap-4 px-6 py-16 text-center">
                <p>No job has “{search.q}” in its name or URL.</p>
                <Button onClick={() => setSearch({ q: undefined })}>Clear the search</Button>
              </div>
            </Match>
            <Match when={true}>
              <div class="card flex flex-col items-center gap-4 px-6 py-16 text-center">
                <p class="max-w-prose text-muted">
                  A job calls a URL on a schedule. You have none yet.
                </p>
                <A href="/jobs/new" class={buttonClass('primary')}>
                  Create your first job
                </A>
                <a href="/docs/api" rel="external" class="link text-sm">
                  Or use the API
                </a>
              </div>
            </Match>
          </Switch>
        )}
      </Loaded>
    </>
  )
}

function withJob(pages: Pages | undefined, id: string, change: Partial<Job>): Pages | undefined {
  return (
    pages && {
      ...pages,
      pages: pages.pages.map(page => ({
        ...page,
        data: page.data.map(job => (job.id === id ? { ...job, ...change } : job)),
      })),
    }
  )
}
