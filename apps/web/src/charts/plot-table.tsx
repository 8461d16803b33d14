import { createSignal, For, Show } from 'solid-js'

/** What a drawing shows as a table, for whoever reads rather than looks. */
export function PlotTable(props: {
  label: string
  head: readonly string[]
  rows: () => readonly (readonly string[])[]
}) {
  const [open, setOpen] = createSignal(false)
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
            when={props.rows().length > 0}
            fallback={<p class="p-3 text-muted">There is nothing in this time.</p>}
          >
            <table class="w-full">
              <thead class="sticky top-0 bg-sunken text-left text-muted">
                <tr class="*:px-3 *:py-2 *:font-medium">
                  <For each={props.head}>
                    {(name, index) => (
                      <th
                        scope="col"
                        class="first-letter:uppercase"
                        classList={{ 'text-right': index() > 0 }}
                      >
                        {name}
                      </th>
                    )}
                  </For>
                </tr>
              </thead>
              <tbody>
                <For each={props.rows()}>
                  {([name, ...cells]) => (
                    <tr class="border-t border-line *:px-3 *:py-1.5">
                      <th scope="row" class="text-left font-normal">
                        {name}
                      </th>
                      <For each={cells}>
                        {cell => <td class="text-right whitespace-nowrap">{cell}</td>}
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
