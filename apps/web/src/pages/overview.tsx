import { A, useNavigate } from '@solidjs/router'
import { useQueryClient } from '@tanstack/solid-query'
import { createMemo, createSignal, Match, Show, Switch } from 'solid-js'
import { api } from '../api.ts'
import { StackedBars } from '../charts/stacked-bars.tsx'
import { type Pause, PauseDialog } from '../job-view/pause-dialog.tsx'
import { loading } from '../loading.ts'
import { daySlots, slotMs } from '../overview/day-slots.ts'
import { type FailureGroup, FailureList } from '../overview/failure-list.tsx'
import { figuresOf, type Some } from '../overview/figures-of.ts'
import { FirstJob } from '../overview/first-job.tsx'
import { Guarded } from '../overview/guarded.tsx'
import { KeyFigures } from '../overview/key-figures.tsx'
import { KeyFiguresSkeleton } from '../overview/key-figures-skeleton.tsx'
import { NextRuns } from '../overview/next-runs.tsx'
import { ReplayDialog } from '../overview/replay-dialog.tsx'
import { Verdict } from '../overview/verdict.tsx'
import { createOverviewData } from '../overview-data.ts'
import { buttonClass } from '../parts/button.tsx'
import { now } from '../parts/clock.ts'
import { PageHead } from '../parts/page-head.tsx'
import { Panel } from '../parts/panel.tsx'
import { PlanUsage } from '../parts/plan-usage.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { useSession } from '../session.tsx'
import { attempt, offerUndo } from '../toasts.tsx'

type Asked = { what: 'replay' | 'pause'; group: FailureGroup }

export function Overview() {
  const session = useSession()
  const navigate = useNavigate()
  const client = useQueryClient()
  const data = createOverviewData()
  const [asked, setAsked] = createSignal<Asked | null>(null)
  const [count, setCount] = createSignal<number>()

  const failing = loading(data.failing)
  const paused = loading(data.paused)
  const next = loading(data.next)
  const series = loading(data.series)
  const planned = loading(data.planned)
  const failures = loading(data.failures)
  const stats = loading(data.stats)
  const before = loading(data.before)
  const usage = loading(data.usage)

  const minute = createMemo(() => Math.floor(now() / 60_000) * 60_000)
  const upcoming = () => next.data?.data.filter(({ nextRunAt }) => nextRunAt !== null) ?? []
  const isFailing = (jobId: string) => failing.data?.data.some(({ id }) => id === jobId) ?? false
  const isEmpty = () => usage.data?.jobs.used === 0
  const mayAct = () => session.may('work') && session.organization().goneAt === null

  const refresh = async () => {
    await Promise.all(['jobs', 'sums'].map(key => client.invalidateQueries({ queryKey: [key] })))
  }
  const replayNewest = async ({ lastExecutionId }: FailureGroup) => {
    const made = await attempt(api.replay(lastExecutionId))
    if (made !== null) navigate(`/executions/${made.id}`)
  }
  const filterOf = ({ jobId, errorCode, statusCode, firstAt, lastAt }: FailureGroup) => ({
    status: ['failed' as const, 'timeout' as const],
    jobId: [jobId],
    errorCode: [errorCode],
    ...(statusCode === null ? {} : { statusCode: [String(statusCode)] }),
    from: firstAt,
    to: new Date(Date.parse(lastAt) + 1).toISOString(),
  })
  const replay = async (group: FailureGroup) => {
    if (group.count === 1) return replayNewest(group)
    setCount(undefined)
    setAsked({ what: 'replay', group })
    const counted = await attempt(api.countReplay(filterOf(group)))
    setCount(counted?.count)
  }
  const replayAll = async (group: FailureGroup, expected: number) => {
    await attempt(api.replayMany(filterOf(group), expected))
    await refresh()
  }
  const pause = async ({ jobId, jobName }: FailureGroup, how: Pause) => {
    const paused = await attempt(api.patchJob(jobId, { enabled: false, ...how }))
    if (paused === null) return false
    await refresh()
    offerUndo(`${jobName ?? 'The job'} is paused.`, async () => {
      await attempt(api.patchJob(jobId, { enabled: true }))
      await refresh()
    })
    return true
  }

  return (
    <>
      <PageHead title="Overview" organization={session.organization().name} />
      <Show when={!isEmpty()} fallback={<FirstJob mayMake={mayAct()} />}>
        <Show
          when={failing.data}
          fallback={
            <Show when={failing.isPending}>
              <div class="h-18 rounded-xl bg-sunken motion-safe:animate-pulse sm:h-12" />
            </Show>
          }
        >
          {page => <Verdict failing={someOf(page())} first={page().data[0]} next={upcoming()[0]} />}
        </Show>
        <div class="flex min-w-0 flex-col gap-6">
          {/* On a narrow screen what failed comes before the numbers. */}
          <div class="grid min-w-0 items-start gap-6 md:order-2 lg:grid-cols-[minmax(0,1fr)_20rem]">
            <Panel
              title="What failed, last 24 hours"
              actions={
                <A href="/executions?status=failed&status=timeout" class="link text-sm">
                  All failures
                </A>
              }
            >
              <Guarded from={failures} skeleton={<Skeleton rows={2} class="h-32" />}>
                {found => (
                  <FailureList
                    groups={found().data}
                    isFailing={isFailing}
                    mayAct={mayAct()}
                    onReplay={group => void replay(group)}
                    onPause={group => setAsked({ what: 'pause', group })}
                  />
                )}
              </Guarded>
            </Panel>
            <Panel
              title="Next runs"
              actions={
                <A href="/jobs?sort=nextRunAt" class="link text-sm">
                  All jobs
                </A>
              }
            >
              <Guarded from={next} skeleton={<Skeleton rows={7} class="h-10" />}>
                {() => <NextRuns jobs={upcoming()} />}
              </Guarded>
            </Panel>
          </div>
          <div class="flex min-w-0 flex-col gap-6 md:order-1">
            <Guarded from={stats} skeleton={<KeyFiguresSkeleton />}>
              {found => (
                <KeyFigures
                  figures={figuresOf({
                    stats: found(),
                    before: before.data,
                    failing: someOf(failing.data),
                    paused: someOf(paused.data),
                    jobCount: usage.data?.jobs.used ?? 0,
                  })}
                />
              )}
            </Guarded>
            <Panel title="Last 24 hours, next 6">
              <Guarded from={series} skeleton={<Skeleton rows={1} class="h-62 sm:h-49" />}>
                {found => (
                  <StackedBars
                    label="Runs of the last 24 hours, and of the 6 that come"
                    buckets={daySlots(found(), planned.data, minute())}
                    bucketMs={slotMs}
                    now={minute()}
                    onPick={(from, to) => navigate(`/executions?from=${from}&to=${to}`)}
                  />
                )}
              </Guarded>
            </Panel>
          </div>
          <Show when={usage.data?.limitsEnabled ? usage.data : undefined}>
            {used => (
              <div class="md:order-3">
                <Panel
                  title="Plan and usage"
                  actions={
                    <A href="/settings/usage" class={buttonClass()}>
                      Change the plan
                    </A>
                  }
                >
                  <PlanUsage usage={used()} mayChange={false} onChange={async () => {}} />
                </Panel>
              </div>
            )}
          </Show>
        </div>
      </Show>
      <Switch>
        <Match when={asked()?.what === 'replay' ? asked()?.group : undefined}>
          {group => (
            <ReplayDialog
              group={group()}
              count={count()}
              onNewest={() => replayNewest(group())}
              onAll={expected => replayAll(group(), expected)}
              onClose={() => setAsked(null)}
            />
          )}
        </Match>
        <Match when={asked()?.what === 'pause' ? asked()?.group : undefined}>
          {group => (
            <PauseDialog
              name={group().jobName ?? 'the job'}
              onPause={how => pause(group(), how)}
              onClose={() => setAsked(null)}
            />
          )}
        </Match>
      </Switch>
    </>
  )
}

const someOf = (
  page: { data: readonly unknown[]; nextCursor: string | null } | undefined,
): Some => ({
  count: page?.data.length ?? 0,
  more: page !== undefined && page.nextCursor !== null,
})
