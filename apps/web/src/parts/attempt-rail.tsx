import type { Attempt } from '@prikke/contract'
import Check from 'lucide-solid/icons/check'
import LoaderCircle from 'lucide-solid/icons/loader-circle'
import X from 'lucide-solid/icons/x'
import { For } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import { formatDuration } from '../words/span.ts'

/** The attempts of an execution in order, one of them chosen. */
export function AttemptRail(props: {
  attempts: readonly Attempt[]
  chosen: number
  onChoose: (attempt: number) => void
}) {
  return (
    <ol class="flex flex-wrap gap-2">
      <For each={props.attempts}>
        {attempt => (
          <li>
            <button
              type="button"
              aria-pressed={attempt.number === props.chosen}
              onClick={() => props.onChoose(attempt.number)}
              class="flex min-h-11 items-center gap-2 rounded-lg border border-control bg-surface px-4 text-sm hover:bg-sunken aria-pressed:border-accent aria-pressed:bg-good-soft"
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
