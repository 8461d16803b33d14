import { For, Show } from 'solid-js'
import { formatWhole } from '../words/number.ts'
import { type Amounts, outcomes, totalOf } from './outcomes.ts'

const wide = 208
const colors = {
  failed: 'text-bad',
  success: 'text-good',
  open: 'text-calm',
  left: 'text-muted',
  planned: 'text-muted',
}

/** What the slots under the pointer hold; whoever listens is told by the chart itself. */
export function SlotTip(props: {
  name: string
  amounts: Amounts
  /** The middle of the slots, from the left. */
  center: number
  width: number
}) {
  const left = () => Math.max(0, Math.min(props.center - wide / 2, props.width - wide))
  return (
    <div
      aria-hidden="true"
      class="card pointer-events-none absolute bottom-full z-20 mb-1 flex w-52 flex-col gap-1 p-3 text-xs shadow-lg"
      style={{ left: `${left()}px` }}
    >
      <p class="font-medium">{props.name}</p>
      <Show
        when={totalOf(props.amounts) > 0}
        fallback={<p class="text-muted">Nothing in this time</p>}
      >
        <For each={outcomes.filter(({ key }) => props.amounts[key] > 0)}>
          {({ key, word }) => (
            <p class="flex justify-between gap-4">
              <span class={`first-letter:uppercase ${colors[key]}`}>{word}</span>
              <span class="font-medium">{formatWhole(props.amounts[key])}</span>
            </p>
          )}
        </For>
      </Show>
    </div>
  )
}
