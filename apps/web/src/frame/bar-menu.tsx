import { A } from '@solidjs/router'
import type { LucideProps } from 'lucide-solid'
import Check from 'lucide-solid/icons/check'
import {
  type Component,
  createSignal,
  createUniqueId,
  For,
  type JSX,
  onCleanup,
  Show,
} from 'solid-js'
import { Dynamic } from 'solid-js/web'

/** A line of a menu: a place to go to, or something to do; of a choice, whether it is the one. */
export type BarItem = {
  label: string
  icon?: Component<LucideProps> | undefined
  href?: string
  /** Outside of the dashboard. */
  external?: boolean
  run?: () => void
  chosen?: boolean
  /** A heading above it. */
  group?: string
}

const line =
  'flex min-h-11 w-full cursor-pointer items-center gap-3 rounded-lg px-3 text-left text-sm text-ink -outline-offset-2! hover:bg-sunken focus-visible:bg-sunken md:min-h-9'

/** A small menu at the edge of the frame: here so that the first page need not wait for a library. */
export function BarMenu(props: {
  label: string
  items: readonly BarItem[]
  trigger: string
  class?: string
  opens?: 'up' | 'down'
  children: JSX.Element
}) {
  const id = createUniqueId()
  const [open, setOpen] = createSignal(false)
  let root!: HTMLDivElement
  let button!: HTMLButtonElement
  const items = () => [...root.querySelectorAll<HTMLElement>('[role^=menuitem]')]

  const show = (first: 0 | -1) => {
    setOpen(true)
    items().at(first)?.focus()
  }
  const close = (back: boolean) => {
    setOpen(false)
    if (back) button.focus()
  }
  const step = (event: KeyboardEvent) => {
    const all = items()
    const at = all.indexOf(document.activeElement as HTMLElement)
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key]
    if (to === undefined) return
    event.preventDefault()
    if (!open()) show(event.key === 'ArrowUp' ? -1 : 0)
    else all[to === all.length ? 0 : to < 0 ? all.length - 1 : to]?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && open()) {
      event.preventDefault()
      close(true)
    } else step(event)
  }
  const beside = (event: Event) => {
    if (open() && !root.contains(event.target as Node)) close(false)
  }
  document.addEventListener('pointerdown', beside)
  document.addEventListener('focusin', beside)
  onCleanup(() => {
    document.removeEventListener('pointerdown', beside)
    document.removeEventListener('focusin', beside)
  })

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of the button and its menu
    <div ref={root} class={`relative ${props.class ?? ''}`} onKeyDown={onKeyDown}>
      <button
        ref={button}
        type="button"
        aria-haspopup="menu"
        aria-expanded={open()}
        aria-controls={open() ? id : undefined}
        aria-label={props.label}
        class={props.trigger}
        onClick={() => (open() ? close(true) : show(0))}
      >
        {props.children}
      </button>
      <Show when={open()}>
        <div
          id={id}
          role="menu"
          aria-label={props.label}
          class="card absolute right-0 z-40 max-h-[70dvh] w-60 overflow-y-auto p-1 shadow-xl"
          classList={{
            'bottom-full mb-2': props.opens === 'up',
            'top-full mt-2': props.opens !== 'up',
          }}
        >
          <For each={props.items}>
            {item => (
              <>
                <Show when={item.group}>
                  <p role="presentation" class="px-3 pt-3 pb-1 text-xs text-muted">
                    {item.group}
                  </p>
                </Show>
                <Line item={item} onDone={back => close(back)} />
              </>
            )}
          </For>
        </div>
      </Show>
    </div>
  )
}

function Line(props: { item: BarItem; onDone: (back: boolean) => void }) {
  const inside = () => (
    <>
      <Show when={props.item.icon}>
        {icon => <Dynamic component={icon()} class="size-4 shrink-0 text-muted" />}
      </Show>
      <span class="min-w-0 flex-1 wrap-anywhere">{props.item.label}</span>
      <Show when={props.item.chosen}>
        <Check class="size-4 shrink-0 text-accent" />
      </Show>
    </>
  )
  const role = () =>
    props.item.chosen === undefined
      ? ({ role: 'menuitem' } as const)
      : ({ role: 'menuitemradio', 'aria-checked': props.item.chosen } as const)
  const act = () => {
    props.onDone(true)
    props.item.run?.()
  }
  return (
    <Show
      when={props.item.href}
      fallback={
        <button type="button" {...role()} tabindex="-1" class={line} onClick={act}>
          {inside()}
        </button>
      }
    >
      {href => (
        <A
          href={href()}
          role="menuitem"
          tabindex="-1"
          class={line}
          onClick={() => props.onDone(false)}
          {...(props.item.external ? { rel: 'external' } : {})}
        >
          {inside()}
        </A>
      )}
    </Show>
  )
}
