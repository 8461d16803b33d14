import type { Execution as ExecutionData, ReplayEdit } from '@prikke/contract'
import { useNavigate, useParams, useSearchParams } from '@solidjs/router'
import { useQuery, useQueryClient } from '@tanstack/solid-query'
import Pencil from 'lucide-solid/icons/pencil'
import RotateCw from 'lucide-solid/icons/rotate-cw'
import { createSignal, lazy, Show } from 'solid-js'
import { api } from '../api.ts'
import { Attempts } from '../execution-view/attempts.tsx'
import { ExecutionFacts } from '../execution-view/execution-facts.tsx'
import { Kin } from '../execution-view/kin.tsx'
import { NeighbourLinks } from '../execution-view/neighbour-links.tsx'
import { onKey } from '../keyboard/on-key.ts'
import { loading } from '../loading.ts'
import { Missing } from '../missing.tsx'
import { Button } from '../parts/button.tsx'
import { now } from '../parts/clock.ts'
import { Explanation } from '../parts/explanation.tsx'
import { Loaded } from '../parts/loaded.tsx'
import { PageHead } from '../parts/page-head.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { StatusBadge } from '../parts/status-badge.tsx'
import { useSession } from '../session.tsx'
import { attempt as attemptTo } from '../toasts.tsx'
import { bornAt } from '../words/born.ts'
import { requestDraft } from '../words/edited-request.ts'
import { isOpen, statusOfExecution } from '../words/status.ts'

const dayMs = 86_400_000
const EditReplay = lazy(async () => ({
  default: (await import('../execution-view/edit-replay.tsx')).EditReplay,
}))

export function Execution() {
  const params = useParams<{ id: string }>()
  const [search, setSearch] = useSearchParams<{ attempt?: string }>()
  const session = useSession()
  const query = useQuery(() => ({
    queryKey: ['executions', params.id],
    queryFn: () => api.execution(params.id),
  }))
  const beside = useQuery(() => ({
    queryKey: ['executions', params.id, 'neighbours'],
    queryFn: () => api.neighbours(params.id),
  }))
  const execution = () => (query.isPending ? undefined : query.data)
  const navigate = useNavigate()
  const step = (side: 'older' | 'newer') => {
    const id = beside.isPending ? null : beside.data?.[side]
    if (id) navigate(`/executions/${id}`)
  }
  onKey('[', 'Older execution of this job', () => step('older'))
  onKey(']', 'Newer execution of this job', () => step('newer'))
  const title = () => {
    const found = execution()
    return found === undefined ? 'Execution' : `Execution of ${found.jobName ?? 'a deleted job'}`
  }
  return (
    <>
      <PageHead
        title={title()}
        organization={session.organization().name}
        beside={
          <Show when={execution()}>
            {found => <StatusBadge status={statusOfExecution(found())} />}
          </Show>
        }
      >
        <Show when={execution()}>
          {found => (
            <>
              <NeighbourLinks beside={beside.isPending ? undefined : beside.data} />
              <Actions execution={found()} />
            </>
          )}
        </Show>
      </PageHead>
      <Loaded
        from={loading(query)}
        skeleton={<Skeleton rows={6} />}
        missing={<Gone id={params.id} />}
      >
        {found => (
          <div class="flex flex-col gap-6">
            <Related execution={found()} />
            <Explanation failure={found()} jobId={ownJob(found())} />
            <ExecutionFacts execution={found()} />
            <Attempts
              execution={found()}
              chosen={search.attempt}
              onChoose={attempt => setSearch({ attempt }, { replace: true, scroll: false })}
            />
          </div>
        )}
      </Loaded>
    </>
  )
}

/** The job whose setting may mend it; none where the job is gone, or was not what was sent. */
const ownJob = ({ jobId, jobName, edited }: ExecutionData) =>
  jobName === null || edited ? null : jobId

/** In the place of one that is not there: its id tells whether it is older than what is kept. */
function Gone(props: { id: string }) {
  const usage = useQuery(() => ({ queryKey: ['usage'], queryFn: () => api.usage() }))
  const days = () => (usage.isPending ? undefined : usage.data?.historyDays)
  const isRemoved = () => {
    const [at, kept] = [bornAt(props.id), days()]
    return at !== null && kept !== undefined && now() - at > kept * dayMs
  }
  return (
    <Missing what="execution" path={`executions/${props.id}`}>
      {isRemoved()
        ? `It was removed after ${days()} days: so long executions are kept.`
        : undefined}
    </Missing>
  )
}

/** What it repeats, and what repeats it: those are found among the newest replays of its job. */
function Related(props: { execution: ExecutionData }) {
  const replays = useQuery(() => ({
    queryKey: ['executions', props.execution.id, 'replays'],
    queryFn: async () => {
      const { id, jobId, scheduledFor } = props.execution
      const asked = { jobId: [jobId], trigger: ['replay'], from: scheduledFor, limit: 100 }
      const { data } = await api.findExecutions(asked)
      return data.filter(({ replayOf }) => replayOf === id).slice(0, 10)
    },
    enabled: !isOpen(props.execution.status),
  }))
  return <Kin execution={props.execution} replays={replays.isPending ? [] : (replays.data ?? [])} />
}

function Actions(props: { execution: ExecutionData }) {
  const client = useQueryClient()
  const [busy, setBusy] = createSignal(false)
  const cancel = async () => {
    setBusy(true)
    await attemptTo(api.cancel(props.execution.id))
    await client.invalidateQueries({ queryKey: ['executions'] })
    setBusy(false)
  }
  onKey('c', 'Cancel', () => isOpen(props.execution.status) && void cancel())
  return (
    <Show when={isOpen(props.execution.status)} fallback={<Replays {...props} />}>
      <Button look="danger" busy={busy()} busyLabel="Cancelling…" onClick={() => void cancel()}>
        Cancel
      </Button>
    </Show>
  )
}

/** Runs it again, as the job stands now or as somebody says. */
function Replays(props: { execution: ExecutionData }) {
  const navigate = useNavigate()
  const [busy, setBusy] = createSignal(false)
  const [isEdited, setIsEdited] = createSignal(false)
  const open = (made: ExecutionData) => navigate(`/executions/${made.id}`)
  const replay = async () => {
    setBusy(true)
    const made = await attemptTo(api.replay(props.execution.id))
    setBusy(false)
    if (made !== null) open(made)
  }
  const replayEdited = async (edit: ReplayEdit) => {
    const made = await api.replay(props.execution.id, edit)
    setIsEdited(false)
    open(made)
  }
  const isGone = () => props.execution.jobName === null
  onKey('r', 'Replay', () => isGone() || void replay())
  onKey('e', 'Edit and replay', () => isGone() || setIsEdited(true))
  return (
    <Show when={!isGone()}>
      <Button look="primary" busy={busy()} busyLabel="Replaying…" onClick={() => void replay()}>
        <RotateCw class="size-4" /> Replay
      </Button>
      <Button onClick={() => setIsEdited(true)}>
        <Pencil class="size-4" /> Edit and replay
      </Button>
      <Show when={isEdited()}>
        <Editor
          execution={props.execution}
          onClose={() => setIsEdited(false)}
          onReplay={replayEdited}
        />
      </Show>
    </Show>
  )
}

/** Begins with what was sent, or with what the job would send where nothing was. */
function Editor(props: {
  execution: ExecutionData
  onClose: () => void
  onReplay: (edit: ReplayEdit) => Promise<void>
}) {
  const job = useQuery(() => ({
    queryKey: ['jobs', props.execution.jobId],
    queryFn: () => api.job(props.execution.jobId),
  }))
  const found = () => (job.isPending ? undefined : job.data)
  return (
    <Show when={found()}>
      {own => (
        <EditReplay
          draft={requestDraft(props.execution.request ?? own())}
          home={own().url}
          onClose={props.onClose}
          onReplay={props.onReplay}
        />
      )}
    </Show>
  )
}
