import { Popover } from '@kobalte/core/popover'
import ChevronDown from 'lucide-solid/icons/chevron-down'
import { type JSX, Show } from 'solid-js'

/** A button that opens what one property of executions is narrowed down by. */
export function Facet(props: {
  label: string
  /** What is chosen, in words; nothing when all is. */
  chosen?: string | undefined
  children: JSX.Element
}) {
  return (
    <Popover gutter={6} placement="bottom-start">
      <Popover.Trigger
        class="inline-flex min-h-11 max-w-full items-center gap-2 rounded-lg border border-control bg-surface px-3 text-sm hover:bg-sunken md:min-h-10"
        classList={{ 'border-accent! bg-good-soft': props.chosen !== undefined }}
      >
        <span classList={{ 'text-muted': props.chosen !== undefined }}>{props.label}</span>
        <Show when={props.chosen}>
          <span class="max-w-40 truncate font-medium">{props.chosen}</span>
        </Show>
        <ChevronDown class="size-4 shrink-0 text-muted" />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          aria-label={props.label}
          class="card z-40 flex max-h-[min(36rem,80dvh)] w-[min(20rem,calc(100vw-2rem))] flex-col gap-1 overflow-y-auto p-2 text-sm text-ink shadow-xl outline-none"
        >
          {props.children}
        </Popover.Content>
      </Popover.Portal>
    </Popover>
  )
}
