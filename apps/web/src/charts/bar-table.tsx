import { createSignal, For, Show } from 'solid-js'
import { formatWhole } from '../words/number.ts'
import { type Amounts, outcomes, totalOf } from './outcomes.ts'

type Props = {
  label: string
  /** Of each slot. */
  amounts: readonly Amounts[]
  nameOf: (index: number) => string
}

/** The same as a table, for whoever reads rather than looks; slots without anything are left out. */
export function BarTable(props: Props) {
  const [open, setOpen] = createSignal(false)
  const filled = () =>
    props.amounts.flatMap((amounts, index) =>
      totalOf(amounts) > 0 ? [{ name: props.nameOf(index), amounts }] : [],
    )
  return (
    <details class="text-sm open:w-full" onToggle={event => setOpen(event.currentTarget.open)}>
      <summary class="link inline-block min-h-6 rounded">As a table</summary>
      <Show when={open()}>
        <section
          aria-label={`${props.label} as a table`}
          // What scrolls must be reachable by keyboard.
          tabindex="0"
          class="mt-2 max-h-72 overflow-auto rounded-lg border border-line"
        >
          <Show
            when={filled().length > 0}
            fallback={<p class="p-3 text-muted">There is nothing in this time.</p>}
          >
            <table class="w-full">
              <thead class="sticky top-0 bg-sunken text-left text-muted">
                <tr class="*:px-3 *:py-2 *:font-medium">
                  <th scope="col">Time</th>
                  <For each={outcomes}>
                    {({ word }) => (
                      <th scope="col" class="text-right first-letter:uppercase">
                        {word}
                      </th>
                    )}
                  </For>
                </tr>
              </thead>
              <tbody>
                <For each={filled()}>
                  {({ name, amounts }) => (
                    <tr class="border-t border-line *:px-3 *:py-1.5">
                      <th scope="row" class="text-left font-normal">
                        {name}
                      </th>
                      <For each={outcomes}>
                        {({ key }) => <td class="text-right">{formatWhole(amounts[key])}</td>}
                      </For>
                    </tr>
                  )}
                </For>
              </tbody>
            </table>
          </Show>
        </section>
      </Show>
    </details>
  )
}
