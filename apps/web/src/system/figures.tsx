import type { System } from '@prikke/contract'
import { type JSX, Show } from 'solid-js'
import { formatDuration } from '../words/span.ts'

/** What there is to do just now, and how late it is. */
export function Figures(props: { system: System }) {
  const { queue, schedule, lateness } = {
    queue: () => props.system.queue,
    schedule: () => props.system.schedule,
    lateness: () => props.system.lateness,
  }
  return (
    <dl class="grid gap-px overflow-hidden rounded-xl border border-line bg-line sm:grid-cols-2 lg:grid-cols-4">
      <Figure name="Last tick" value={since(schedule().sinceTickMs)}>
        {schedule().unwritten === 0
          ? 'Nothing is overdue'
          : `${grouped(schedule().unwritten)} overdue`}
      </Figure>
      <Figure name="Waiting for an executor" value={grouped(queue().due)}>
        <Show when={queue().oldestDueMs} fallback="Nothing is held up">
          {ms => <>The oldest for {formatDuration(ms())}</>}
        </Show>
      </Figure>
      <Figure name="With executors" value={grouped(queue().claimed)}>
        {grouped(queue().retrying)} to be retried, {grouped(queue().replays)}{' '}
        {queue().replays === 1 ? 'replay' : 'replays'} under way
      </Figure>
      <Figure name="Lateness, p99" value={late(lateness().p99)}>
        <Show when={lateness().sampleCount > 0} fallback="Nothing ran within 15 min">
          p50 {late(lateness().p50)}, p95 {late(lateness().p95)}, of{' '}
          {grouped(lateness().sampleCount)} in 15 min
        </Show>
      </Figure>
    </dl>
  )
}

function Figure(props: { name: string; value: string; children: JSX.Element }) {
  return (
    <div class="flex flex-col gap-1 bg-surface p-4 sm:p-5">
      <dt class="text-sm text-muted">{props.name}</dt>
      <dd class="text-2xl font-semibold tracking-tight tabular-nums">{props.value}</dd>
      <dd class="text-sm text-muted">{props.children}</dd>
    </div>
  )
}

const grouped = (count: number) => count.toLocaleString('en-US')
const since = (ms: number | null) => (ms === null ? 'Never' : `${formatDuration(ms)} ago`)
/** A start a moment before its instant is on time. */
const late = (ms: number | null) => formatDuration(ms === null ? null : Math.max(0, ms))
