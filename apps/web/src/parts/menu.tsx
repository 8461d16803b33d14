import { DropdownMenu } from '@kobalte/core/dropdown-menu'
import { For, type JSX, Show } from 'solid-js'
import { buttonClass } from './button.tsx'

export type MenuItem = {
  label: string
  icon?: JSX.Element
  /** The key that does the same, such as `e`. */
  hint?: string
  danger?: boolean
  disabled?: boolean
  onSelect: () => void
}

type Props = {
  /** What the button says, or is called where it shows only an icon. */
  label: string
  icon?: JSX.Element
  items: readonly MenuItem[]
  /** Without an edge, where many stand below one another. */
  quiet?: boolean
}

/** A button with a menu of actions. */
export function Menu(props: Props) {
  return (
    <DropdownMenu gutter={6} placement="bottom-end">
      <DropdownMenu.Trigger
        class={`${buttonClass(props.quiet ? 'quiet' : 'plain')} ${props.icon ? 'px-3!' : ''}`}
        aria-label={props.icon ? props.label : undefined}
      >
        {props.icon ?? props.label}
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content class="card z-40 min-w-48 p-1 text-sm text-ink shadow-xl outline-none">
          <For each={props.items}>
            {item => (
              <DropdownMenu.Item
                disabled={item.disabled ?? false}
                onSelect={item.onSelect}
                class={`flex min-h-11 cursor-pointer items-center gap-3 rounded-lg px-3 outline-none data-disabled:cursor-default data-disabled:opacity-50 data-highlighted:bg-sunken md:min-h-9 ${item.danger ? 'text-bad' : ''}`}
              >
                {item.icon}
                {item.label}
                <Show when={item.hint}>
                  <kbd class="ml-auto pl-6 font-mono text-xs text-muted">{item.hint}</kbd>
                </Show>
              </DropdownMenu.Item>
            )}
          </For>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu>
  )
}
