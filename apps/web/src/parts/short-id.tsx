import Check from 'lucide-solid/icons/check'
import { createSignal, onCleanup, Show } from 'solid-js'

/** An id with its middle left out; a press copies it whole, where the browser lets a page copy. */
export function ShortId(props: { id: string }) {
  const [copied, setCopied] = createSignal(false)
  let reset: ReturnType<typeof setTimeout> | undefined
  onCleanup(() => clearTimeout(reset))
  const copy = async () => {
    await navigator.clipboard.writeText(props.id)
    setCopied(true)
    clearTimeout(reset)
    reset = setTimeout(() => setCopied(false), 2_000)
  }
  const short = () =>
    props.id.length <= 16 ? props.id : `${props.id.slice(0, 8)}…${props.id.slice(-6)}`
  return (
    <Show
      when={navigator.clipboard}
      fallback={<code class="text-xs break-all select-all">{props.id}</code>}
    >
      <button
        type="button"
        title={props.id}
        aria-label={`Copy ${props.id}`}
        class="inline-flex min-h-6 items-center gap-1.5 rounded font-mono text-xs hover:text-accent"
        onClick={() => void copy()}
      >
        {short()}
        <span aria-live="polite" class="inline-flex items-center gap-1 font-sans text-good">
          <Show when={copied()}>
            <Check class="size-3.5" />
            Copied
          </Show>
        </span>
      </button>
    </Show>
  )
}
