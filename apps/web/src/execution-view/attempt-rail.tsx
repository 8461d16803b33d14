import type { Attempt } from '@prikke/contract'
import Check from 'lucide-solid/icons/check'
import LoaderCircle from 'lucide-solid/icons/loader-circle'
import X from 'lucide-solid/icons/x'
import { For, Show } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import { formatDuration } from '../words/span.ts'
import { waitBefore } from './wait-before.ts'

/** The attempts of an execution in order, with the wait before each, and one of them chosen. */
export function AttemptRail(props: {
  attempts: readonly Attempt[]
  chosen: number
  onChoose: (attempt: number) => void
}) {
  return (
    <ol class="flex flex-wrap items-center gap-x-2 gap-y-3">
      <For each={props.attempts}>
        {(attempt, index) => (
          <li class="flex flex-wrap items-center gap-2 max-sm:w-full">
            <Show when={waitBefore(props.attempts, index())}>
              {wait => (
                <span class="flex items-center gap-2 text-xs text-muted max-sm:w-full max-sm:pl-4">
                  <svg aria-hidden="true" width="16" height="2" class="max-sm:hidden">
                    <path d="M0 1h16" class="stroke-control" stroke-dasharray="3 2" />
                  </svg>
                  {formatDuration(wait())} later
                </span>
              )}
            </Show>
            <button
              type="button"
              aria-pressed={attempt.number === props.chosen}
              onClick={() => props.onChoose(attempt.number)}
              class="flex min-h-11 items-center gap-2 rounded-lg border border-control bg-surface px-4 text-sm hover:bg-sunken aria-pressed:border-accent aria-pressed:bg-good-soft max-sm:w-full"
            >
              <Dynamic component={icons[resultOf(attempt)]} class={colors[resultOf(attempt)]} />
              <span class="font-medium">Attempt {attempt.number}</span>
              <span class="text-muted">{summaryOf(attempt)}</span>
            </button>
          </li>
        )}
      </For>
    </ol>
  )
}

type Result = 'success' | 'failed' | 'running'

const icons = { success: Check, failed: X, running: LoaderCircle }
const colors = {
  success: 'size-4 text-good',
  failed: 'size-4 text-bad',
  running: 'size-4 text-calm motion-safe:animate-spin',
}

function resultOf(attempt: Attempt): Result {
  if (attempt.finishedAt === null && attempt.errorCode === null) return 'running'
  return attempt.errorCode === null ? 'success' : 'failed'
}

function summaryOf(attempt: Attempt): string {
  if (resultOf(attempt) === 'running') return 'Running'
  return `${attempt.statusCode ?? 'No answer'}, ${formatDuration(attempt.durationMs)}`
}
