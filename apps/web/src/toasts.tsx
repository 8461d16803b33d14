import X from 'lucide-solid/icons/x'
import { createSignal, For } from 'solid-js'
import { problemOf } from './api-error.ts'

type Toast = { text: string; failed: boolean }

const shownMs = 8_000
const [toasts, setToasts] = createSignal<readonly Toast[]>([])
const dismiss = (toast: Toast) => setToasts(all => all.filter(each => each !== toast))

/** Says what happened, beside the page, for a while. */
export function say(text: string, failed = false): void {
  const toast = { text, failed }
  setToasts(all => [...all, toast])
  setTimeout(() => dismiss(toast), shownMs)
}

/** Awaits an action that somebody asked for; says why when it fails, and answers null. */
export async function attempt<T>(action: Promise<T>): Promise<T | null> {
  try {
    return await action
  } catch (error) {
    const { title, detail } = problemOf(error)
    say(detail || title, true)
    return null
  }
}

export function Toasts() {
  return (
    <div
      aria-live="polite"
      class="pointer-events-none fixed inset-x-4 bottom-20 z-20 flex flex-col items-end gap-2 md:bottom-6"
    >
      <For each={toasts()}>
        {toast => (
          <div
            class="card pointer-events-auto flex max-w-md items-start gap-2 py-2 pr-2 pl-4 text-sm shadow-lg"
            classList={{ 'text-bad': toast.failed }}
          >
            <p class="py-1.5">{toast.text}</p>
            <button
              type="button"
              aria-label="Dismiss"
              class="rounded p-2 text-muted hover:text-ink"
              onClick={() => dismiss(toast)}
            >
              <X class="size-4" />
            </button>
          </div>
        )}
      </For>
    </div>
  )
}
