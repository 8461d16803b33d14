import type { Job, JobFilter } from '@prikke/contract'
import { A, useLocation, useNavigate, useSearchParams } from '@solidjs/router'
import { useQueryClient } from '@tanstack/solid-query'
import Import from 'lucide-solid/icons/import'
import { createMemo, createSignal, lazy, Match, Show, Switch } from 'solid-js'
import { api } from '../api.ts'
import { FilterBar } from '../job-list/filter-bar.tsx'
import { type JobActs, JobTable } from '../job-list/job-table.tsx'
import { NoJobs } from '../job-list/no-jobs.tsx'
import { createSelection } from '../job-list/selection.ts'
import { ViewMenu } from '../job-list/view-menu.tsx'
import { createJobListData } from '../job-list-data.ts'
import { type Pause, PauseDialog } from '../job-view/pause-dialog.tsx'
import { loading } from '../loading.ts'
import { buttonClass } from '../parts/button.tsx'
import { ConfirmDialog } from '../parts/confirm-dialog.tsx'
import { LoadMore } from '../parts/load-more.tsx'
import { Loaded } from '../parts/loaded.tsx'
import { PageHead } from '../parts/page-head.tsx'
import { SearchBox } from '../parts/search-box.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { createSavedViews } from '../saved-views.ts'
import { useSession } from '../session.tsx'
import { attempt, offerUndo, say } from '../toasts.tsx'
import { askedOf, type JobSearch, jobFilterOf, jobOrderOf } from '../words/job-search.ts'

const BulkJobs = lazy(async () => ({ default: (await import('../bulk-jobs.tsx')).BulkJobs }))

export function Jobs() {
  const session = useSession()
  const client = useQueryClient()
  const navigate = useNavigate()
  const location = useLocation()
  const [search, setSearch] = useSearchParams<JobSearch>()
  const filterText = createMemo(() => JSON.stringify(jobFilterOf({ ...search })))
  const filter = createMemo((): JobFilter => JSON.parse(filterText()))
  const order = createMemo(() => jobOrderOf({ ...search }))
  const data = createJobListData(filter, order)
  const selection = createSelection(
    () => data.jobs().map(({ id }) => id),
    () => filterText(),
  )
  const views = createSavedViews(session.organization().id)
  const [asked, setAsked] = createSignal<{ what: 'pause' | 'delete'; job: Job } | null>(null)
  const mayWork = () => session.may('work') && session.organization().goneAt === null
  const isFiltered = () => askedOf(filter()) > 0

  const toggle = async (job: Job, enabled: boolean) => {
    await data.show(job.id, { enabled })
    const changed = await attempt(api.patchJob(job.id, { enabled }))
    await data.show(job.id, changed ?? { enabled: !enabled })
    if (changed && !enabled) offerUndo(`${job.name} is paused.`, () => toggle(job, true))
  }
  const run = async (job: Job) => {
    if ((await attempt(api.triggerJob(job.id))) !== null) say(`${job.name} started.`)
  }
  const acts: JobActs = {
    onToggle: (job, enabled) => void toggle(job, enabled),
    onRun: job => void run(job),
    onPause: job => setAsked({ what: 'pause', job }),
    onDelete: job => setAsked({ what: 'delete', job }),
  }
  const pause = async (job: Job, how: Pause) => {
    const changed = await attempt(api.patchJob(job.id, { enabled: false, ...how }))
    if (changed === null) return false
    await data.show(job.id, changed)
    offerUndo(`${job.name} is paused.`, () => toggle(job, true))
    return true
  }
  const remove = async (job: Job) => {
    await attempt(api.deleteJob(job.id))
    await client.invalidateQueries({ queryKey: ['jobs'] })
  }
  const tagHref = (tag: string) => `/jobs?tag=${encodeURIComponent(tag)}`
  const clear = () => navigate('/jobs')

  return (
    <>
      <PageHead title="Jobs" organization={session.organization().name}>
        <div class="flex max-sm:basis-full">
          <SearchBox
            label="Search jobs"
            value={filter().q ?? ''}
            onSearch={q => setSearch({ q: q || undefined }, { replace: true })}
          />
        </div>
        <ViewMenu
          views={views.views()}
          canSave={location.search !== ''}
          onOpen={view => navigate(`/jobs${view.search}`)}
          onSave={name => views.save({ name, search: location.search })}
          onRemove={views.remove}
        />
        <Show when={mayWork()}>
          <A href="/jobs/import" class={buttonClass()}>
            <Import class="size-4" /> Import
          </A>
        </Show>
      </PageHead>
      <Show when={isFiltered() || data.jobs().length > 0}>
        <FilterBar
          filter={filter()}
          order={order()}
          tags={data.tags()}
          onChange={change => setSearch(change)}
        />
      </Show>
      <Loaded from={loading(data.query)} skeleton={<Skeleton rows={6} />}>
        {() => (
          <Switch>
            <Match when={data.jobs().length > 0}>
              <div
                class="md:card md:pt-3"
                classList={{ 'opacity-60': data.query.isPlaceholderData }}
              >
                <JobTable
                  jobs={data.jobs()}
                  sentence={data.sentence}
                  recent={data.recent}
                  selection={selection}
                  tagHref={tagHref}
                  acts={mayWork() ? acts : null}
                />
              </div>
              <LoadMore of={data.query} class="self-center" />
              <Show when={mayWork() && selection.count() > 0}>
                <BulkJobs
                  selection={selection}
                  filter={filter()}
                  shown={data.jobs()}
                  hasMore={data.query.hasNextPage}
                  tags={data.tags()}
                />
              </Show>
            </Match>
            <Match when={true}>
              <NoJobs
                isFiltered={isFiltered()}
                search={filter().q}
                mayMake={mayWork()}
                onClear={clear}
              />
            </Match>
          </Switch>
        )}
      </Loaded>
      <Switch>
        <Match when={asked()?.what === 'pause' ? asked()?.job : undefined}>
          {job => (
            <PauseDialog
              name={job().name}
              onPause={how => pause(job(), how)}
              onClose={() => setAsked(null)}
            />
          )}
        </Match>
        <Match when={asked()?.what === 'delete' ? asked()?.job : undefined}>
          {job => (
            <ConfirmDialog
              question={`Delete ${job().name}?`}
              confirm="Delete job"
              look="danger"
              onConfirm={() => remove(job())}
              onClose={() => setAsked(null)}
            >
              It does not run again. What it did stays readable until its retention ends.
            </ConfirmDialog>
          )}
        </Match>
      </Switch>
    </>
  )
}
