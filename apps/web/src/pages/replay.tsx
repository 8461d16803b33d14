import type { Counts, Replay } from '@prikke/contract'
import { A, useParams } from '@solidjs/router'
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/solid-query'
import { For, Show } from 'solid-js'
import { api } from '../api.ts'
import { loading } from '../loading.ts'
import { Missing } from '../missing.tsx'
import { buttonClass } from '../parts/button.tsx'
import { ConfirmButton } from '../parts/confirm-button.tsx'
import { ExecutionTable } from '../parts/execution-table.tsx'
import { Instant } from '../parts/instant.tsx'
import { LoadMore } from '../parts/load-more.tsx'
import { Loaded } from '../parts/loaded.tsx'
import { PageHead } from '../parts/page-head.tsx'
import { Panel } from '../parts/panel.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { StatusBadge } from '../parts/status-badge.tsx'
import { useSession } from '../session.tsx'
import { attempt } from '../toasts.tsx'
import { formatWhole } from '../words/number.ts'

/** Many executions that are run again: how far that is, and what came of them. */
export function ReplayOfMany() {
  const params = useParams<{ id: string }>()
  const session = useSession()
  const client = useQueryClient()
  const query = useQuery(() => ({
    queryKey: ['replays', params.id],
    queryFn: () => api.replayOfMany(params.id),
  }))
  const replay = () => (query.isPending ? undefined : query.data)
  const stop = async () => {
    await attempt(api.cancelReplay(params.id))
    await client.invalidateQueries({ queryKey: ['replays'] })
  }
  return (
    <>
      <PageHead title="Replay of many" organization={session.organization().name}>
        <Show when={replay()?.status === 'running'}>
          <ConfirmButton
            label="Stop"
            question="Stop this replay?"
            confirm="Stop"
            cancel="Let it go on"
            onConfirm={stop}
          >
            What was put into the queue runs, a thousand at most. The rest does not.
          </ConfirmButton>
        </Show>
      </PageHead>
      <Loaded
        from={loading(query)}
        skeleton={<Skeleton rows={4} />}
        missing={<Missing what="replay" path={`replays/${params.id}`} />}
      >
        {found => (
          <div class="flex flex-col gap-6">
            <Progress replay={found()} />
            <Made replay={found()} />
          </div>
        )}
      </Loaded>
    </>
  )
}

const words = { running: 'Under way', done: 'Done', cancelled: 'Stopped' }

function Progress(props: { replay: Replay }) {
  const done = () => props.replay.replayedCount + props.replay.skippedCount
  const outcomes = useQuery(() => ({
    queryKey: ['executions', 'replays', props.replay.id, 'outcomes'],
    queryFn: async () => {
      const { id, createdAt } = props.replay
      const asked = { replayId: id, from: createdAt, buckets: 1 }
      return (await api.histogram(asked)).buckets[0]?.counts ?? null
    },
  }))
  return (
    <section aria-label="Progress" class="card flex flex-col gap-4 p-5 text-sm sm:p-6">
      <div class="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
        <p role="status" class="text-lg font-medium">
          {words[props.replay.status]}: {formatWhole(done())} of{' '}
          {formatWhole(props.replay.totalCount)}
        </p>
        <p class="text-muted">
          Asked for <Instant at={props.replay.createdAt} />
        </p>
      </div>
      <svg viewBox="0 0 100 2" preserveAspectRatio="none" class="h-2 w-full" aria-hidden="true">
        <rect width="100" height="2" rx="1" class="fill-sunken" />
        <rect
          width={(100 * done()) / Math.max(1, props.replay.totalCount)}
          height="2"
          rx="1"
          class="fill-accent"
        />
      </svg>
      <Show when={props.replay.skippedCount > 0}>
        <p class="text-muted">
          {formatWhole(props.replay.skippedCount)} were passed over: their job is gone, or the month
          had no room for them.
        </p>
      </Show>
      <Show when={outcomes.isPending ? undefined : outcomes.data}>
        {counts => <Outcomes counts={counts()} />}
      </Show>
    </section>
  )
}

const shown = ['success', 'failed', 'timeout', 'running', 'pending', 'cancelled'] as const

function Outcomes(props: { counts: Counts }) {
  return (
    <ul aria-label="What came of them" class="flex flex-wrap gap-x-6 gap-y-2">
      <For each={shown.filter(status => props.counts[status] > 0)}>
        {status => (
          <li class="flex items-center gap-2">
            <StatusBadge status={status} />
            <span class="font-medium">{formatWhole(props.counts[status])}</span>
          </li>
        )}
      </For>
    </ul>
  )
}

function Made(props: { replay: Replay }) {
  const query = useInfiniteQuery(() => ({
    queryKey: ['executions', 'replays', props.replay.id],
    queryFn: ({ pageParam }: { pageParam: string }) =>
      api.findExecutions({ replayId: props.replay.id, cursor: pageParam || undefined }),
    initialPageParam: '',
    getNextPageParam: page => page.nextCursor,
  }))
  return (
    <Panel
      title="What it made"
      actions={
        <A href={`/executions?replayId=${props.replay.id}&last=30d`} class={buttonClass()}>
          Open in executions
        </A>
      }
    >
      <Loaded from={loading(query)} skeleton={<Skeleton rows={5} />}>
        {loaded => (
          <Show
            when={loaded().pages[0]?.data.length}
            fallback={<p class="text-sm text-muted">Nothing yet.</p>}
          >
            <div class="md:-mx-4">
              <ExecutionTable executions={loaded().pages.flatMap(page => page.data)} ofMany />
            </div>
            <LoadMore of={query} class="mt-4 self-center" />
          </Show>
        )}
      </Loaded>
    </Panel>
  )
}
