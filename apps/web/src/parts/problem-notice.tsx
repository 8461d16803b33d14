import type { ProblemBody } from '@prikke/contract'
import CircleAlert from 'lucide-solid/icons/circle-alert'
import { Show } from 'solid-js'
import { Button } from './button.tsx'

/** A refusal or failure in its own words, with the id to quote and, where it helps, a retry. */
export function ProblemNotice(props: { problem: ProblemBody; onRetry?: () => void }) {
  return (
    <div role="alert" class="card flex gap-3 bg-bad-soft p-4 text-sm">
      <CircleAlert class="mt-0.5 size-4 shrink-0 text-bad" />
      <div class="flex min-w-0 flex-col gap-1">
        <p class="font-medium">{props.problem.title}</p>
        <p>{props.problem.detail}</p>
        <Show when={props.problem.requestId}>
          <p class="break-all text-muted">
            Request <code class="select-all">{props.problem.requestId}</code>
          </p>
        </Show>
        <Show when={props.onRetry}>
          {retry => (
            <Button class="mt-2 self-start" onClick={() => retry()()}>
              Try again
            </Button>
          )}
        </Show>
      </div>
    </div>
  )
}
