import type { ProblemBody } from '@prikke/contract'
import { Show } from 'solid-js'
import { Button } from '../parts/button.tsx'
import { ProblemNotice } from '../parts/problem-notice.tsx'
import { formatWhole } from '../words/number.ts'

/** What stands under the rows: how many there are, and the way to those that follow. */
export function Ending(props: {
  loaded: number
  /** Of all that match, as far as it is known: what came since may be loaded and not counted. */
  total: number | undefined
  problem: ProblemBody | null
  hasMore: boolean
  busy: boolean
  onMore: () => void
}) {
  return (
    <div class="flex flex-col items-center gap-3 text-sm text-muted">
      <Show when={props.problem}>
        {problem => <ProblemNotice problem={problem()} onRetry={props.onMore} />}
      </Show>
      <p role="status">
        {formatWhole(props.loaded)}
        {props.total === undefined
          ? ' loaded'
          : ` of ${formatWhole(Math.max(props.total, props.loaded))} loaded`}
      </p>
      <Show when={props.hasMore}>
        <Button busy={props.busy} busyLabel="Loading…" onClick={props.onMore}>
          {props.loaded === 0 ? 'Look further back' : 'Load more'}
        </Button>
      </Show>
    </div>
  )
}
