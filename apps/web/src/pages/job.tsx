import type { Job as JobData } from '@prikke/contract'
import { A, useNavigate, useParams } from '@solidjs/router'
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/solid-query'
import Pencil from 'lucide-solid/icons/pencil'
import Play from 'lucide-solid/icons/play'
import { createSignal, Show } from 'solid-js'
import { api } from '../api.ts'
import { createHeldList } from '../held-list.ts'
import { useCommands } from '../keyboard/commands.ts'
import { onKey } from '../keyboard/on-key.ts'
import { loading } from '../loading.ts'
import { Missing } from '../missing.tsx'
import { Button, buttonClass } from '../parts/button.tsx'
import { ConfirmButton } from '../parts/confirm-button.tsx'
import { ExecutionTable } from '../parts/execution-table.tsx'
import { Instant } from '../parts/instant.tsx'
import { Loaded } from '../parts/loaded.tsx'
import { NewRows } from '../parts/new-rows.tsx'
import { PageHead } from '../parts/page-head.tsx'
import { Panel } from '../parts/panel.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { StatusBadge } from '../parts/status-badge.tsx'
import { Toggle } from '../parts/toggle.tsx'
import { UpcomingRuns } from '../parts/upcoming-runs.tsx'
import { sentenceQuery } from '../sentence-query.ts'
import { useSession } from '../session.tsx'
import { attempt } from '../toasts.tsx'
import { statusOfJob } from '../words/status.ts'

export function Job() {
  const params = useParams<{ id: string }>()
  const session = useSession()
  const query = useQuery(() => ({
    queryKey: ['jobs', params.id],
    queryFn: () => api.job(params.id),
  }))
  const job = () => (query.isPending ? undefined : query.data)
  return (
    <>
      <PageHead
        title={job()?.name ?? 'Job'}
        organization={session.organization().name}
        beside={<Show when={job()}>{found => <State job={found()} />}</Show>}
      >
        <Show when={job()}>{found => <Actions job={found()} />}</Show>
      </PageHead>
      <Loaded
        from={loading(query)}
        skeleton={<Skeleton rows={6} />}
        missing={<Missing what="job" path={`jobs/${params.id}`} />}
      >
        {found => (
          <div class="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_21rem]">
            <Executions jobId={found().id} />
            <Schedule job={found()} />
          </div>
        )}
      </Loaded>
    </>
  )
}

function State(props: { job: JobData }) {
  const client = useQueryClient()
  const toggle = async (enabled: boolean) => {
    const { id } = props.job
    const show = (change: Partial<JobData>) =>
      client.setQueryData<JobData>(['jobs', id], job => job && { ...job, ...change })
    show({ enabled })
    show((await attempt(api.patchJob(id, { enabled }))) ?? { enabled: !enabled })
  }
  return (
    <div class="flex items-center gap-2">
      <StatusBadge status={statusOfJob(props.job)} />
      <Toggle on={props.job.enabled} label="Job is on" onChange={on => void toggle(on)} />
    </div>
  )
}

function Actions(props: { job: JobData }) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const [starting, setStarting] = createSignal(false)
  onKey('r', 'Run now', () => void runNow())
  onKey('e', 'Edit', () => navigate(`/jobs/${props.job.id}/edit`))
  useCommands(() => [
    { label: 'Run now', hint: 'r', run: () => void runNow() },
    { label: 'Edit this job', hint: 'e', run: () => navigate(`/jobs/${props.job.id}/edit`) },
  ])
  const runNow = async () => {
    setStarting(true)
    await attempt(api.triggerJob(props.job.id))
    await client.invalidateQueries({ queryKey: ['executions', 'of', props.job.id] })
    setStarting(false)
  }
  const remove = async () => {
    const deleted = await attempt(api.deleteJob(props.job.id).then(() => true))
    if (deleted) navigate('/jobs', { replace: true })
  }
  return (
    <>
      <Button look="primary" busy={starting()} busyLabel="Starting…" onClick={() => void runNow()}>
        <Play class="size-4" /> Run now
      </Button>
      <A href={`/jobs/${props.job.id}/edit`} class={buttonClass()}>
        <Pencil class="size-4" /> Edit
      </A>
      <ConfirmButton
        label="Delete"
        question={`Delete ${props.job.name}?`}
        confirm="Delete job"
        onConfirm={remove}
      >
        It does not run again. What it did stays readable until its retention ends.
      </ConfirmButton>
    </>
  )
}

function Executions(props: { jobId: string }) {
  const query = useInfiniteQuery(() => ({
    queryKey: ['executions', 'of', props.jobId],
    queryFn: ({ pageParam }: { pageParam: string }) =>
      api.executions(props.jobId, pageParam || undefined),
    initialPageParam: '',
    getNextPageParam: page => page.nextCursor,
  }))
  const held = createHeldList(
    () => (query.isSuccess ? query.data.pages.flatMap(page => page.data) : []),
    () => props.jobId,
  )
  return (
    <Panel title="Executions">
      <Loaded from={loading(query)} skeleton={<Skeleton rows={5} />}>
        {() => (
          <Show
            when={held.rows().length > 0}
            fallback={<p class="text-sm text-muted">It has not run yet.</p>}
          >
            <div class="md:-mx-4">
              <NewRows count={held.waiting()} word="execution" onShow={held.release} />
              <ExecutionTable executions={held.rows()} />
            </div>
            <Show when={query.hasNextPage}>
              <Button
                class="mt-4"
                busy={query.isFetchingNextPage}
                busyLabel="Loading…"
                onClick={() => void query.fetchNextPage()}
              >
                Load more
              </Button>
            </Show>
          </Show>
        )}
      </Loaded>
    </Panel>
  )
}

function Schedule(props: { job: JobData }) {
  const sentence = useQuery(() => sentenceQuery(props.job))
  const upcoming = useQuery(() => ({
    queryKey: ['jobs', props.job.id, 'upcoming'],
    queryFn: () => api.upcoming(props.job.id),
  }))
  return (
    <Panel title="Schedule">
      <div class="flex flex-col gap-2">
        <p class="text-lg leading-snug font-medium" title={props.job.cronExpression ?? undefined}>
          {sentence.isSuccess ? sentence.data.description : props.job.cronExpression}
        </p>
        <p class="text-sm text-muted">
          <Show when={props.job.nextRunAt} fallback={reasonOfNone(props.job)}>
            {at => (
              <>
                Next run <Instant at={at()} relative class="text-ink" />
              </>
            )}
          </Show>
        </p>
        <p class="font-mono text-xs break-all text-muted">
          {props.job.method} {props.job.url}
        </p>
      </div>
      <Loaded from={loading(upcoming)} skeleton={<Skeleton rows={5} class="h-10" />}>
        {loaded => (
          <Show when={loaded().data.length > 0}>
            <UpcomingRuns runs={loaded().data} timezone={props.job.timezone} />
          </Show>
        )}
      </Loaded>
    </Panel>
  )
}

/** Why no run is planned: what somebody wrote, or Prikke itself, when it was switched off. */
const reasonOfNone = ({ enabled, pauseNote }: JobData) =>
  (enabled ? null : pauseNote) ?? 'No run is planned.'
