import RotateCw from 'lucide-solid/icons/rotate-cw'
import { Show } from 'solid-js'
import { Button } from '../parts/button.tsx'
import { formatWhole } from '../words/number.ts'
import { mostChosen } from './selection.ts'

/** What can be done with the rows that are selected, or with all that match. */
export function BulkBar(props: {
  count: number
  isAllMatching: boolean
  /** Of all that match, as far as it is known. */
  total: number | undefined
  /** Whether every row that is loaded is selected, and there are more. */
  mayTakeAll: boolean
  onTakeAll: () => void
  onReplay: () => void
  onCancel: () => void
  onClear: () => void
}) {
  const isTooMany = () => !props.isAllMatching && props.count > mostChosen
  const words = () => {
    if (!props.isAllMatching) return `${formatWhole(props.count)} selected`
    return props.total === undefined
      ? 'All that match are selected'
      : `All ${formatWhole(props.total)} that match are selected`
  }
  return (
    <Show when={props.count > 0 || props.isAllMatching}>
      <section
        aria-label="Selected executions"
        class="card sticky bottom-20 z-20 flex flex-wrap items-center gap-x-4 gap-y-2 p-3 text-sm shadow-lg md:bottom-4"
      >
        <p role="status" class="font-medium">
          {words()}
        </p>
        <Show when={props.mayTakeAll && !props.isAllMatching}>
          <button type="button" class="link min-h-9" onClick={() => props.onTakeAll()}>
            Select all that match
          </button>
        </Show>
        <Show when={isTooMany()}>
          <p class="text-muted">One by one at most {mostChosen}.</p>
        </Show>
        <div class="ml-auto flex flex-wrap gap-2">
          <Button look="quiet" onClick={() => props.onClear()}>
            Clear
          </Button>
          <Button disabled={isTooMany()} onClick={() => props.onCancel()}>
            Cancel pending
          </Button>
          <Button look="primary" disabled={isTooMany()} onClick={() => props.onReplay()}>
            <RotateCw class="size-4" /> Replay
          </Button>
        </div>
      </section>
    </Show>
  )
}
