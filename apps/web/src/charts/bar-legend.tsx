import { For, Show } from 'solid-js'
import { formatCount, formatWhole } from '../words/number.ts'
import { OutcomePath } from './outcome-patterns.tsx'
import { type Amounts, outcomes } from './outcomes.ts'

/** What each kind of bar means, with how many there are; what there is none of is left out. */
export function BarLegend(props: { id: string; amounts: Amounts }) {
  return (
    <ul class="flex flex-wrap gap-x-5 gap-y-1 text-sm">
      <For each={outcomes.filter(({ key }) => key === 'success' || props.amounts[key] > 0)}>
        {({ key, word }) => (
          <li class="flex items-center gap-2">
            <svg aria-hidden="true" width="12" height="15" class="shrink-0">
              <OutcomePath id={props.id} outcome={key} d="M0 0h12v12h-12z" />
              <Show when={key === 'failed'}>
                <path d="M0 13h12v2h-12z" class="fill-bad" />
              </Show>
            </svg>
            <span class="font-medium" title={formatWhole(props.amounts[key])}>
              {formatCount(props.amounts[key])}
            </span>
            <span class="text-muted">{word}</span>
          </li>
        )}
      </For>
    </ul>
  )
}
