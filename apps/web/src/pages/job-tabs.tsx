import type { Job, SavedVersion } from '@prikke/contract'
import { useSearchParams } from '@solidjs/router'
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/solid-query'
import { For, type JSX, Match, Show, Switch } from 'solid-js'
import { api } from '../api.ts'
import { ActList } from '../job-view/act-list.tsx'
import { AlertList } from '../job-view/alert-list.tsx'
import { Configuration } from '../job-view/configuration.tsx'
import { VersionList } from '../job-view/version-list.tsx'
import { loading } from '../loading.ts'
import { Instant } from '../parts/instant.tsx'
import { LoadMore } from '../parts/load-more.tsx'
import { Loaded } from '../parts/loaded.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { Tabs } from '../parts/tabs.tsx'
import { UpcomingRuns } from '../parts/upcoming-runs.tsx'
import { sentenceQuery } from '../sentence-query.ts'
import { useSession } from '../session.tsx'
import { attempt } from '../toasts.tsx'
import { restoreOf } from '../words/version-diff.ts'
import { JobRuns } from './job-runs.tsx'

const tabs = [
  { key: 'runs', label: 'Runs' },
  { key: 'upcoming', label: 'Upcoming' },
  { key: 'configuration', label: 'Configuration' },
  { key: 'alerts', label: 'Alerts' },
  { key: 'activity', label: 'Activity' },
] as const
type Key = (typeof tabs)[number]['key']

/** All that there is to a job, one view at a time; which one stands in the URL. */
export function JobTabs(props: {
  job: Job
  /** How often it was run from this page: one's own runs are shown at once. */
  ranCount: number
}) {
  const session = useSession()
  const [search, setSearch] = useSearchParams<{ tab?: string }>()
  const shown = () => tabs.filter(({ key }) => key !== 'activity' || session.may('read_audit'))
  const chosen = () => shown().find(({ key }) => key === search.tab)?.key ?? 'runs'
  const choose = (key: Key) => setSearch({ tab: key === 'runs' ? undefined : key })
  return (
    <div class="card min-w-0 px-5 pt-2 pb-5 sm:px-6 sm:pb-6">
      <Tabs label="About this job" tabs={shown()} chosen={chosen()} onChoose={choose}>
        {key => (
          <Switch>
            <Match when={key === 'runs'}>
              <JobRuns job={props.job} ranCount={props.ranCount} />
            </Match>
            <Match when={key === 'upcoming'}>
              <Upcoming job={props.job} />
            </Match>
            <Match when={key === 'configuration'}>
              <Settings job={props.job} />
            </Match>
            <Match when={key === 'alerts'}>
              <Alerts jobId={props.job.id} />
            </Match>
            <Match when={key === 'activity'}>
              <Activity jobId={props.job.id} />
            </Match>
          </Switch>
        )}
      </Tabs>
    </div>
  )
}

const upcomingCount = 20

function Upcoming(props: { job: Job }) {
  const query = useQuery(() => ({
    queryKey: ['jobs', props.job.id, 'upcoming', upcomingCount],
    queryFn: () => api.jobUpcoming(props.job.id, upcomingCount),
  }))
  const sentence = useQuery(() => sentenceQuery(props.job))
  const changes = () =>
    sentence.isSuccess ? sentence.data.warnings.filter(({ code }) => code === 'clock_change') : []
  return (
    <Loaded from={loading(query)} skeleton={<Skeleton rows={6} class="h-10" />}>
      {found => (
        <Show
          when={found().data.length > 0}
          fallback={
            <Empty>
              {props.job.enabled ? 'No run is planned.' : 'No run is planned while the job is off.'}
            </Empty>
          }
        >
          <div class="flex max-w-2xl flex-col gap-4">
            <Show when={props.job.resumeAt}>
              {at => (
                <p class="text-sm">
                  Paused until <Instant at={at()} />. These are the runs after it.
                </p>
              )}
            </Show>
            <Show when={changes().length > 0}>
              <ul class="flex flex-col gap-1 rounded-lg bg-warn-soft p-3 text-sm">
                <For each={changes()}>{({ message }) => <li>{message}</li>}</For>
              </ul>
            </Show>
            <UpcomingRuns runs={found().data} timezone={props.job.timezone} />
          </div>
        </Show>
      )}
    </Loaded>
  )
}

function Settings(props: { job: Job }) {
  const client = useQueryClient()
  const sentence = useQuery(() => sentenceQuery(props.job))
  const restore = async (version: SavedVersion) => {
    const { patch } = restoreOf(version, props.job)
    const saved = await attempt(api.patchJob(props.job.id, patch, props.job.version))
    if (saved !== null) await client.invalidateQueries({ queryKey: ['jobs'] })
  }
  return (
    <div class="flex flex-col gap-10">
      <Configuration
        job={props.job}
        sentence={sentence.isSuccess ? sentence.data.description : undefined}
      />
      <section class="flex flex-col gap-1">
        <h3 class="text-sm font-semibold">Versions</h3>
        <Listed
          of={['jobs', props.job.id, 'versions']}
          read={cursor => api.jobVersions(props.job.id, cursor)}
          none="There are none."
          by="version"
        >
          {versions => <VersionList job={props.job} versions={versions()} onRestore={restore} />}
        </Listed>
      </section>
    </div>
  )
}

function Alerts(props: { jobId: string }) {
  return (
    <Listed
      of={['channels', 'alerts', props.jobId]}
      read={cursor => api.jobAlerts(props.jobId, cursor)}
      none="Nobody has been told of this job yet: it has neither started to fail nor recovered while a channel was on."
    >
      {alerts => <AlertList alerts={alerts()} />}
    </Listed>
  )
}

function Activity(props: { jobId: string }) {
  return (
    <Listed
      of={['jobs', props.jobId, 'acts']}
      read={cursor => api.jobActs(props.jobId, cursor)}
      none="Nothing was done to it in the last 13 months."
    >
      {acts => <ActList acts={acts()} />}
    </Listed>
  )
}

/** A list that is read page by page. */
function Listed<T>(props: {
  of: readonly string[]
  read: (cursor: string | undefined) => Promise<{ data: T[]; nextCursor: string | null }>
  none: string
  /** What tells one from another, so that a refetch keeps the rows there are. */
  by?: string
  children: (items: () => T[]) => JSX.Element
}) {
  const query = useInfiniteQuery(() => ({
    queryKey: [...props.of],
    queryFn: ({ pageParam }: { pageParam: string }) => props.read(pageParam || undefined),
    initialPageParam: '',
    getNextPageParam: page => page.nextCursor,
    reconcile: props.by ?? 'id',
  }))
  return (
    <Loaded from={loading(query)} skeleton={<Skeleton rows={4} />}>
      {found => {
        const items = () => found().pages.flatMap(page => page.data)
        return (
          <Show when={items().length > 0} fallback={<Empty>{props.none}</Empty>}>
            {props.children(items)}
            <LoadMore of={query} class="mt-4 self-start" />
          </Show>
        )
      }}
    </Loaded>
  )
}

const Empty = (props: { children: JSX.Element }) => (
  <p class="max-w-prose py-2 text-sm text-muted">{props.children}</p>
)
