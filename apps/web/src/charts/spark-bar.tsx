import { A } from '@solidjs/router'
import { createSignal, For, Show } from 'solid-js'
import { now } from '../parts/clock.ts'
import { formatDuration, formatRelative } from '../words/span.ts'
import { heightOf, isFailure, type Recent, recentWords } from './recent-words.ts'

const pitch = 10
const tall = 26
const most = 10

const words: Record<Recent['status'], string> = {
  success: 'Success',
  failed: 'Failed',
  timeout: 'Timed out',
  running: 'Running',
  pending: 'Pending',
  missed: 'Missed',
  skipped: 'Skipped',
  cancelled: 'Cancelled',
}

/**
 * The last ten executions of a job as bars, as tall as they took long, a failed one with a notch.
 * One link, which leads to the bar under the pointer, or the one that the arrow keys chose.
 */
export function SparkBar(props: { name: string; executions: readonly Recent[] }) {
  const [chosen, setChosen] = createSignal<number | null>(null)
  const bars = () => props.executions.slice(0, most).toReversed()
  const gap = () => most - bars().length
  const at = () => {
    const index = chosen()
    return index === null ? undefined : bars()[index]
  }
  const choose = (index: number) => setChosen(Math.max(0, Math.min(bars().length - 1, index)))
  const press = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
    if (step === undefined) return
    event.preventDefault()
    choose((chosen() ?? bars().length - 1) + step)
  }
  const follow = (event: PointerEvent & { currentTarget: Element }) => {
    const { left, width } = event.currentTarget.getBoundingClientRect()
    choose(Math.floor(((event.clientX - left) / width) * most) - gap())
  }
  return (
    <Show when={bars().length > 0} fallback={<span class="text-muted">–</span>}>
      <A
        href={`/executions/${at()?.id ?? props.executions[0]?.id}`}
        aria-label={`${props.name}: ${recentWords(props.executions, now())}. ${at() ? told(at()) : 'Open the newest'}`}
        class="relative inline-block rounded py-1"
        onPointerMove={follow}
        onPointerDown={follow}
        onPointerLeave={() => setChosen(null)}
        onFocus={() => choose(chosen() ?? bars().length - 1)}
        onBlur={() => setChosen(null)}
        onKeyDown={press}
      >
        <svg
          aria-hidden="true"
          width={most * pitch}
          height={tall + 2}
          shape-rendering="crispEdges"
          class="block"
        >
          <path d={`M0 ${tall + 1.5}h${most * pitch - 3}`} class="stroke-line" />
          <For each={bars()}>
            {(bar, index) => (
              <Bar bar={bar} x={(gap() + index()) * pitch} faded={!isChosen(chosen(), index())} />
            )}
          </For>
        </svg>
        <Show when={at()}>
          {bar => (
            <span
              aria-hidden="true"
              class="card pointer-events-none absolute bottom-full left-1/2 z-20 mb-1 -translate-x-1/2 px-3 py-2 text-xs whitespace-nowrap text-ink shadow-lg"
            >
              {told(bar())}
            </span>
          )}
        </Show>
      </A>
    </Show>
  )
}

const isChosen = (chosen: number | null, index: number) => chosen === null || chosen === index

const told = (bar: Recent | undefined) =>
  bar === undefined
    ? ''
    : [
        words[bar.status],
        bar.durationMs !== null && formatDuration(bar.durationMs),
        formatRelative(bar.scheduledFor, now()),
      ]
        .filter(Boolean)
        .join(' · ')

/** What was not sent is a short stub; what is under way is hollow. */
function Bar(props: { bar: Recent; x: number; faded: boolean }) {
  const height = () => Math.max(4, Math.round(heightOf(props.bar.durationMs) * tall))
  const isOpen = () => props.bar.status === 'running' || props.bar.status === 'pending'
  const failed = () => isFailure(props.bar)
  const box = (y: number, high: number) => `M${props.x} ${y}h7v${high}h-7z`
  const shape = () => {
    if (isOpen()) return `M${props.x + 0.5} ${tall - 11.5}h6v11h-6z`
    if (!failed() && props.bar.status !== 'success') return box(tall - 3, 3)
    if (!failed()) return box(tall - height(), height())
    const full = Math.max(12, height())
    return `${box(tall - full, 3)}${box(tall - full + 5, full - 5)}`
  }
  const look = () => {
    if (failed()) return 'fill-bad'
    if (isOpen()) return 'fill-none stroke-calm'
    return props.bar.status === 'success' ? 'fill-good' : 'fill-muted'
  }
  return <path d={shape()} class={look()} opacity={props.faded ? 0.45 : 1} />
}
