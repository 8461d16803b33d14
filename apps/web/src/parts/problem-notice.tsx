import type { ProblemBody } from '@prikke/contract'
import CircleAlert from 'lucide-solid/icons/circle-alert'
import { type JSX, Show } from 'solid-js'
import { Button } from './button.tsx'
import { ShortId } from './short-id.tsx'

/**
 * A refusal or failure in its own words, with the id to quote and, where it helps, a retry; `children`
 * are what one can do instead.
 */
export function ProblemNotice(props: {
  problem: ProblemBody
  onRetry?: () => void
  children?: JSX.Element
}) {
  return (
    <div role="alert" class="card flex gap-3 bg-bad-soft p-4 text-sm">
      <CircleAlert class="mt-0.5 size-4 shrink-0 text-bad" />
      <div class="flex min-w-0 flex-col gap-1">
        <p class="font-medium">{props.problem.title}</p>
        <p>{props.problem.detail}</p>
        <Show when={props.problem.requestId}>
          <p class="flex flex-wrap items-center gap-x-2 text-muted">
            Request <ShortId id={props.problem.requestId} />
          </p>
        </Show>
        {props.children}
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
