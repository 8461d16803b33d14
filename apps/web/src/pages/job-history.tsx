import type { Job, Series } from '@prikke/contract'
import { useNavigate, useSearchParams } from '@solidjs/router'
import { keepPreviousData, useQuery } from '@tanstack/solid-query'
import { createMemo, ErrorBoundary, type JSX, Show } from 'solid-js'
import { api } from '../api.ts'
import { DayStrip } from '../charts/day-strip.tsx'
import { DurationLines } from '../charts/duration-lines.tsx'
import { addUp, amountsOf, totalOf } from '../charts/outcomes.ts'
import { RunDots } from '../charts/run-dots.tsx'
import { JobFigures } from '../job-view/job-figures.tsx'
import { type Span, SpanPicker, spans } from '../job-view/span-picker.tsx'
import { loading } from '../loading.ts'
import { Button } from '../parts/button.tsx'
import { Instant } from '../parts/instant.tsx'
import { Loaded } from '../parts/loaded.tsx'
import { Panel } from '../parts/panel.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { formatWhole } from '../words/number.ts'

/** As many as are fetched and drawn one by one. */
const mostDots = 300
const pageSize = 100
/** A run that is over changes as well: as many as may be under way at once. */
const newestCount = 10

/** How a job has run: its figures, each run with its lateness, its durations, and its days. */
export function JobHistory(props: { job: Job }) {
  const navigate = useNavigate()
  const [search, setSearch] = useSearchParams<{ span?: string; from?: string; to?: string }>()
  const span = (): Span => spans.find(({ key }) => key === search.span) ?? spans[0]
  // Hints come for every job of the organization: all this is asked anew only when a run of this one
  // has changed.
  const newest = useQuery(() => ({
    queryKey: ['executions', 'newest', props.job.id],
    queryFn: () => api.jobRuns(props.job.id, { limit: newestCount }),
  }))
  const mark = createMemo(() =>
    newest.isSuccess ? newest.data.data.map(({ id, status }) => `${id} ${status}`).join() : '',
  )
  const about = (what: string) => ({
    queryKey: ['history', what, props.job.id, span().key, mark()],
    enabled: !newest.isPending,
    placeholderData: keepPreviousData,
    reconcile: false as const,
    gcTime: 60_000,
  })
  const series = useQuery(() => ({
    ...about('series'),
    queryFn: () => api.jobSeries(props.job.id, windowOf(span()), span().buckets),
  }))
  const stats = useQuery(() => ({
    ...about('stats'),
    queryFn: async () => {
      const { from, to } = windowOf(span())
      const earlier = new Date(Date.parse(from) - span().ms).toISOString()
      const [now, before] = await Promise.all([
        api.jobStats(props.job.id, { from, to }),
        // History of a plan may not reach back so far: then there is nothing to compare with.
        api.jobStats(props.job.id, { from: earlier, to: from }).catch(() => undefined),
      ])
      return { now, before }
    },
  }))
  const days = useQuery(() => ({
    ...about('days'),
    queryFn: () => api.jobDays(props.job.id),
  }))
  /** Days are kept for longer than what ran on them. */
  const hasNone = () =>
    newest.isSuccess &&
    newest.data.data.length === 0 &&
    days.isSuccess &&
    days.data.data.every(({ counts }) => totalOf(amountsOf({ from: '', counts })) === 0)
  /** Another span is on its way, and the one before still shown. */
  const isOfOther = () =>
    series.isSuccess && series.data.bucketMs !== Math.round(span().ms / span().buckets)
  const pick = (from: string, to: string) => setSearch({ from, to, tab: undefined })
  const label = (what: string) => `${what} of the last ${span().words}`
  return (
    <Show when={!hasNone()} fallback={<NoRuns job={props.job} />}>
      <Panel
        title="How it runs"
        actions={<SpanPicker chosen={span()} onChoose={key => setSearch({ span: key })} />}
      >
        <Loaded from={loading(stats)} skeleton={<Skeleton rows={1} class="h-44 md:h-18" />}>
          {found => (
            <>
              <JobFigures stats={found().now} before={found().before} span={span().words} />
              <Show when={found().now.overQuota > 0}>
                <p role="status" class="rounded-lg bg-warn-soft p-3 text-sm">
                  {formatWhole(found().now.overQuota)} runs were skipped: the executions that the
                  plan allows in a month were used up.
                </p>
              </Show>
            </>
          )}
        </Loaded>
        <div class="flex flex-col gap-8" classList={{ 'opacity-60': isOfOther() }}>
          <Loaded from={loading(series)} skeleton={<Skeleton rows={2} class="h-68 sm:h-58" />}>
            {found => (
              <>
                <Chart title="Each run, and how late it was">
                  <Runs
                    job={props.job}
                    span={span()}
                    series={found()}
                    mark={mark()}
                    label={label('Runs')}
                    onPick={pick}
                    onOpen={id => navigate(`/executions/${id}`)}
                  />
                </Chart>
                <Chart title="How long it took">
                  <DurationLines label={label('Durations')} series={found()} onPick={pick} />
                </Chart>
              </>
            )}
          </Loaded>
          <Loaded from={loading(days)} skeleton={<Skeleton rows={1} class="h-31" />}>
            {found => (
              <Chart title="The last 90 days">
                <DayStrip label="The last 90 days" days={found().data} onPick={pick} />
              </Chart>
            )}
          </Loaded>
        </div>
      </Panel>
    </Show>
  )
}

/** For a job that has never run. */
function NoRuns(props: { job: Job }) {
  return (
    <Panel title="How it runs">
      <p class="-mt-3 text-sm text-muted">
        Nothing to draw yet: its runs will stand here, each with how late it was and how long it
        took.
        <Show when={props.job.nextRunAt}>
          {at => (
            <>
              {' '}
              The first run is <Instant at={at()} relative class="text-ink" />, or run it now.
            </>
          )}
        </Show>
      </p>
    </Panel>
  )
}

/** Each run by itself where that can be seen; how late those of each slot were where there are many. */
function Runs(props: {
  job: Job
  span: Span
  series: Series
  /** Another one when a run has changed. */
  mark: string
  label: string
  onPick: (from: string, to: string) => void
  onOpen: (id: string) => void
}) {
  const count = createMemo(() => totalOf(addUp(props.series.buckets.map(amountsOf))))
  const runs = useQuery(() => ({
    queryKey: ['history', 'dots', props.job.id, props.span.key, props.mark],
    queryFn: () => readAll(props.job.id, windowOf(props.span)),
    enabled: count() <= mostDots,
    placeholderData: keepPreviousData,
    reconcile: false,
    gcTime: 60_000,
  }))
  const shown = () => (count() > mostDots || runs.isPending ? null : (runs.data ?? null))
  return (
    <RunDots
      label={props.label}
      series={props.series}
      runs={shown()}
      onPick={props.onPick}
      onOpen={props.onOpen}
    />
  )
}

async function readAll(jobId: string, { from, to }: { from: string; to: string }) {
  const all = []
  let cursor: string | undefined
  do {
    const page = await api.jobRuns(jobId, { from, to, cursor, limit: pageSize })
    all.push(...page.data)
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined && all.length < mostDots)
  return all
}

/** The time up to now, on the borders of slots: with each fetch only the last slot changes. */
function windowOf({ ms, buckets }: Span): { from: string; to: string } {
  const slot = ms / buckets
  const to = Math.ceil(Date.now() / slot) * slot
  return { from: new Date(to - ms).toISOString(), to: new Date(to).toISOString() }
}

function Chart(props: { title: string; children: JSX.Element }) {
  return (
    <section class="flex min-w-0 flex-col gap-3">
      <h3 class="text-sm font-medium">{props.title}</h3>
      <ErrorBoundary fallback={(_, reset) => <Broken onRetry={reset} />}>
        {props.children}
      </ErrorBoundary>
    </section>
  )
}

function Broken(props: { onRetry: () => void }) {
  return (
    <div role="alert" class="flex flex-wrap items-center gap-3 text-sm">
      <p>This drawing ran into a fault of its own.</p>
      <Button onClick={() => props.onRetry()}>Try again</Button>
    </div>
  )
}
