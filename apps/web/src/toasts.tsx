import X from 'lucide-solid/icons/x'
import { createEffect, createSignal, For, onCleanup, Show } from 'solid-js'
import { problemOf } from './api-error.ts'
import { onKey } from './keyboard/on-key.ts'

type Toast = { text: string; failed?: boolean; undo?: () => unknown }

const shownMs = 10_000
const [toasts, setToasts] = createSignal<readonly Toast[]>([])
const dismiss = (toast: Toast) => setToasts(all => all.filter(each => each !== toast))

/** Says what was done. */
export function say(text: string): void {
  setToasts(all => [...all, { text }])
}

/** Says what was done, and takes it back for who presses Undo within 10 s. */
export function offerUndo(text: string, undo: () => unknown): void {
  setToasts(all => [...all, { text, undo }])
}

/** Awaits an action that somebody asked for; says why when it fails, and answers null. */
export async function attempt<T>(action: Promise<T>): Promise<T | null> {
  try {
    return await action
  } catch (error) {
    const { title, detail } = problemOf(error)
    setToasts(all => [...all, { text: detail || title, failed: true }])
    return null
  }
}

/** What happened lately, at the edge of the window; it stays while it is hovered or focused. */
export function Toasts() {
  const [held, setHeld] = createSignal(false)
  return (
    <section
      aria-label="Notifications"
      class="pointer-events-none fixed inset-x-4 bottom-20 z-50 md:bottom-6"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocusIn={() => setHeld(true)}
      onFocusOut={() => setHeld(false)}
    >
      <ol aria-live="polite" class="flex flex-col items-end gap-2">
        <For each={toasts()}>{toast => <Shown toast={toast} held={held()} />}</For>
      </ol>
    </section>
  )
}

function Shown(props: { toast: Toast; held: boolean }) {
  const undo = () => {
    dismiss(props.toast)
    props.toast.undo?.()
  }
  // Who was reading gets the whole time anew.
  createEffect(() => {
    if (props.held) return
    const timer = setTimeout(() => dismiss(props.toast), shownMs)
    onCleanup(() => clearTimeout(timer))
  })
  if (props.toast.undo !== undefined) onKey('z', `Undo: ${props.toast.text}`, undo, 'Everywhere')
  return (
    <li
      class="card pointer-events-auto flex max-w-md items-center gap-2 py-1.5 pr-1.5 pl-4 text-sm shadow-lg"
      classList={{ 'text-bad': props.toast.failed === true }}
    >
      <p class="py-1.5 wrap-anywhere">{props.toast.text}</p>
      <Show when={props.toast.undo}>
        <button
          type="button"
          aria-keyshortcuts="z"
          class="flex min-h-11 items-center rounded-lg px-3 font-medium text-accent hover:bg-sunken md:min-h-9"
          onClick={undo}
        >
          Undo
        </button>
      </Show>
      <button
        type="button"
        aria-label="Dismiss"
        class="flex size-11 shrink-0 items-center justify-center rounded-lg text-muted hover:bg-sunken hover:text-ink md:size-9"
        onClick={() => dismiss(props.toast)}
      >
        <X class="size-4" />
      </button>
    </li>
  )
}
