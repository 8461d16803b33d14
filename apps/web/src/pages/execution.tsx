import type { Attempt, Execution as ExecutionData } from '@prikke/contract'
import { A, useNavigate, useParams, useSearchParams } from '@solidjs/router'
import { useQuery, useQueryClient } from '@tanstack/solid-query'
import RotateCw from 'lucide-solid/icons/rotate-cw'
import { createSignal, For, type JSX, Show } from 'solid-js'
import { api } from '../api.ts'
import { onKey } from '../keyboard/on-key.ts'
import { loading } from '../loading.ts'
import { Missing } from '../missing.tsx'
import { AttemptRail } from '../parts/attempt-rail.tsx'
import { Button } from '../parts/button.tsx'
import { Explanation } from '../parts/explanation.tsx'
import { Instant } from '../parts/instant.tsx'
import { Loaded } from '../parts/loaded.tsx'
import { MessageTabs } from '../parts/message-tabs.tsx'
import { PageHead } from '../parts/page-head.tsx'
import { Panel } from '../parts/panel.tsx'
import { PhaseBar } from '../parts/phase-bar.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { StatusBadge } from '../parts/status-badge.tsx'
import { useSession } from '../session.tsx'
import { attempt as attemptTo } from '../toasts.tsx'
import { formatDuration } from '../words/span.ts'
import { isOpen, statusOfExecution } from '../words/status.ts'

export function Execution() {
  const params = useParams<{ id: string }>()
  const session = useSession()
  const query = useQuery(() => ({
    queryKey: ['executions', params.id],
    queryFn: () => api.execution(params.id),
  }))
  const execution = () => (query.isPending ? undefined : query.data)
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
        <Show when={execution()}>{found => <Actions execution={found()} />}</Show>
      </PageHead>
      <Loaded
        from={loading(query)}
        skeleton={<Skeleton rows={6} />}
        missing={<Missing what="execution" path={`executions/${params.id}`} />}
      >
        {found => (
          <div class="flex flex-col gap-6">
            <Explanation failure={found()} />
            <Facts execution={found()} />
            <Attempts attempts={found().attempts} />
          </div>
        )}
      </Loaded>
    </>
  )
}

function Actions(props: { execution: ExecutionData }) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const [busy, setBusy] = createSignal(false)
  onKey('r', 'Replay', () => isOpen(props.execution.status) || void replay())
  const replay = async () => {
    setBusy(true)
    const made = await attemptTo(api.replay(props.execution.id))
    setBusy(false)
    if (made !== null) navigate(`/executions/${made.id}`)
  }
  const cancel = async () => {
    setBusy(true)
    await attemptTo(api.cancel(props.execution.id))
    await client.invalidateQueries({ queryKey: ['executions'] })
    setBusy(false)
  }
  return (
    <Show
      when={isOpen(props.execution.status)}
      fallback={
        <Button look="primary" busy={busy()} busyLabel="Replaying…" onClick={() => void replay()}>
          <RotateCw class="size-4" /> Replay
        </Button>
      }
    >
      <Button look="danger" busy={busy()} onClick={() => void cancel()}>
        Cancel
      </Button>
    </Show>
  )
}

/** The attempts, and one of them in full: the last unless the address names another. */
function Attempts(props: { attempts: readonly Attempt[] }) {
  const [search, setSearch] = useSearchParams<{ attempt?: string }>()
  const last = () => props.attempts.at(-1)
  const chosen = () =>
    props.attempts.find(({ number }) => String(number) === search.attempt) ?? last()
  return (
    <Show when={chosen()}>
      {attempt => (
        <Panel title="Attempts">
          <AttemptRail
            attempts={props.attempts}
            chosen={attempt().number}
            onChoose={number => setSearch({ attempt: number }, { replace: true, scroll: false })}
          />
          <Show when={attempt().number !== last()?.number}>
            <Explanation failure={attempt()} />
          </Show>
          <Show when={attempt().timings}>{timings => <PhaseBar timings={timings()} />}</Show>
          <MessageTabs attempt={attempt()} />
        </Panel>
      )}
    </Show>
  )
}

function Facts(props: { execution: ExecutionData }) {
  const facts = (): [string, JSX.Element][] => {
    const { jobId, jobName, trigger, replayOf, scheduledFor, startedAt, nextAttemptAt } =
      props.execution
    const { latenessMs, durationMs, statusCode, attempt, maxAttempts } = props.execution
    const words = { schedule: 'Schedule', manual: 'Run now', replay: 'Replay' }
    return [
      ['Status code', statusCode ?? '–'],
      ['Took', formatDuration(durationMs)],
      ['Late by', formatDuration(latenessMs)],
      ['Attempts', `${attempt} of ${maxAttempts}`],
      ['Scheduled for', <Instant at={scheduledFor} />],
      ['Started', startedAt === null ? '–' : <Instant at={startedAt} />],
      ...(nextAttemptAt === null
        ? []
        : [['Next attempt', <Instant at={nextAttemptAt} relative />] as [string, JSX.Element]]),
      [
        'Trigger',
        replayOf === null ? (
          words[trigger]
        ) : (
          <A class="link" href={`/executions/${replayOf}`}>
            Replay of an earlier one
          </A>
        ),
      ],
      [
        'Job',
        jobName === null ? (
          'Deleted'
        ) : (
          <A class="link" href={`/jobs/${jobId}`}>
            {jobName}
          </A>
        ),
      ],
    ]
  }
  return (
    <dl class="card grid grid-cols-2 gap-x-6 gap-y-5 p-5 text-sm sm:p-6 md:grid-cols-4">
      <For each={facts()}>
        {([name, value]) => (
          <div class="flex min-w-0 flex-col gap-1">
            <dt class="text-muted">{name}</dt>
            <dd class="font-medium wrap-anywhere">{value}</dd>
          </div>
        )}
      </For>
    </dl>
  )
}
