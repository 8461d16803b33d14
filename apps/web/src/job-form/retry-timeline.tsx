import { For, Show } from 'solid-js'
import { attemptStarts, longestJitter } from '../words/backoff.ts'
import { formatDuration } from '../words/span.ts'

const mostNamed = 5
/** Points lie on the logarithm of time: the first pauses are seconds, the last a day. */
const unitMs = 10_000

/** When a job that keeps failing is tried again, drawn and in words. */
export function RetryTimeline(props: { retries: number }) {
  const starts = () => attemptStarts(props.retries)
  const last = () => starts().at(-1) ?? 0
  const placeOf = (start: number) =>
    last() === 0 ? 1 : 1 + (98 * Math.log1p(start / unitMs)) / Math.log1p(last() / unitMs)
  return (
    <div class="flex flex-col gap-2">
      <svg class="h-4 w-full overflow-visible" aria-hidden="true">
        <line x1="1%" x2="99%" y1="8" y2="8" class="stroke-line" stroke-width="2" />
        <For each={starts()}>
          {(start, index) => (
            <circle
              cx={`${placeOf(start)}%`}
              cy="8"
              r="5"
              class={index() === 0 ? 'fill-accent' : 'fill-surface stroke-accent'}
              stroke-width="2"
            />
          )}
        </For>
      </svg>
      <p class="text-sm text-muted">
        <Show when={props.retries > 0} fallback="Tried once. A failure is final, and told at once.">
          Tried again {listed(starts().slice(1))} after the first attempt, each up to{' '}
          {100 * longestJitter} % later, or when <code>Retry-After</code> says. Only for errors of
          the network, timeouts, 408, 425, 429 and 5xx.
        </Show>
      </p>
    </div>
  )
}

function listed(starts: readonly number[]): string {
  const words = starts.map(start => shortly(start))
  if (words.length <= mostNamed) {
    return words.length < 2
      ? words.join('')
      : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
  }
  return `${words.slice(0, mostNamed - 1).join(', ')} … ${words.at(-1)}`
}

/** Whole seconds need no hundredths. */
const shortly = (ms: number) => (ms < 60_000 ? `${ms / 1_000} s` : formatDuration(ms))
