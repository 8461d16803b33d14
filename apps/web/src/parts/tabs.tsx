import { Tabs as Parts } from '@kobalte/core/tabs'
import { For, type JSX, Show } from 'solid-js'

type Tab<K extends string> = { key: K; label: string; note?: string | number | undefined }

/** Views of one thing, of which one is shown; arrow keys go from tab to tab. */
export function Tabs<K extends string>(props: {
  /** What the views are of. */
  label: string
  tabs: readonly Tab<K>[]
  chosen: K
  onChoose: (key: K) => void
  children: (key: K) => JSX.Element
}) {
  return (
    <Parts
      value={props.chosen}
      onChange={key => props.onChoose(key as K)}
      class="flex min-w-0 flex-col gap-5"
    >
      <Parts.List
        aria-label={props.label}
        class="flex gap-1 overflow-x-auto border-b border-line text-sm font-medium"
      >
        <For each={props.tabs}>
          {tab => (
            <Parts.Trigger
              value={tab.key}
              class="-mb-px flex min-h-11 items-center gap-2 border-b-2 border-transparent px-3 whitespace-nowrap text-muted -outline-offset-2! hover:text-ink data-selected:border-accent data-selected:text-ink"
            >
              {tab.label}
              <Show when={tab.note !== undefined}>
                <span class="font-normal text-muted">{tab.note}</span>
              </Show>
            </Parts.Trigger>
          )}
        </For>
      </Parts.List>
      <For each={props.tabs}>
        {tab => (
          <Parts.Content value={tab.key} class="min-w-0">
            {props.children(tab.key)}
          </Parts.Content>
        )}
      </For>
    </Parts>
  )
}
