import type { Attempt } from '@prikke/contract'
import { For, Show } from 'solid-js'
import { formatDuration } from '../words/span.ts'

type Timings = NonNullable<Attempt['timings']>

const phases = [
  { name: 'DNS', of: (t: Timings) => t.dnsMs, color: 'text-slate-400' },
  { name: 'Connect', of: (t: Timings) => t.connectMs, color: 'text-sky-500' },
  { name: 'TLS', of: (t: Timings) => t.tlsMs, color: 'text-violet-500' },
  { name: 'First byte', of: (t: Timings) => t.firstByteMs, color: 'text-emerald-500' },
  { name: 'Rest', of: restOf, color: 'text-emerald-300' },
]

/** Where the time of one attempt went, as a bar and as figures. */
export function PhaseBar(props: {
  timings: Timings
  /** How long it was waited for before; beside the bar, which is of the request alone. */
  queuedMs?: number | null
}) {
  const total = () => Math.max(props.timings.totalMs, 0.001)
  const spans = () => {
    let start = 0
    return phases.map(phase => {
      const ms = phase.of(props.timings)
      const x = (100 * start) / total()
      start += ms ?? 0
      return { ...phase, ms, x, width: (100 * (ms ?? 0)) / total() }
    })
  }
  return (
    <div class="flex flex-col gap-4">
      <svg
        viewBox="0 0 100 4"
        preserveAspectRatio="none"
        class="h-3 w-full rounded-full bg-sunken"
        aria-hidden="true"
      >
        <For each={spans()}>
          {span => (
            <rect class={span.color} fill="currentColor" x={span.x} width={span.width} height="4" />
          )}
        </For>
      </svg>
      <dl class="flex flex-wrap gap-x-6 gap-y-2 text-sm">
        <Show when={props.queuedMs !== undefined}>
          <div class="flex items-center gap-2">
            <dt class="text-muted">Queued</dt>
            <dd>{formatDuration(props.queuedMs ?? null)}</dd>
          </div>
        </Show>
        <For each={spans()}>
          {span => (
            <div class="flex items-center gap-2">
              <svg viewBox="0 0 8 8" class={`size-2 ${span.color}`} aria-hidden="true">
                <circle cx="4" cy="4" r="4" fill="currentColor" />
              </svg>
              <dt class="text-muted">{span.name}</dt>
              <dd>{formatDuration(span.ms)}</dd>
            </div>
          )}
        </For>
        <div class="flex gap-2 font-medium">
          <dt>Total</dt>
          <dd>{formatDuration(props.timings.totalMs)}</dd>
        </div>
      </dl>
    </div>
  )
}

/** Reading the body, and what lies between the phases; unknown unless an answer began. */
function restOf({ dnsMs, connectMs, tlsMs, firstByteMs, totalMs }: Timings): number | null {
  if (firstByteMs === null) return null
  return Math.max(totalMs - firstByteMs - (dnsMs ?? 0) - (connectMs ?? 0) - (tlsMs ?? 0), 0)
}
