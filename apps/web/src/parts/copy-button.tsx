import Check from 'lucide-solid/icons/check'
import Copy from 'lucide-solid/icons/copy'
import { createSignal, onCleanup, Show } from 'solid-js'
import { Button } from './button.tsx'

/** Copies a text; absent where the browser has no clipboard for the page, as on plain http. */
export function CopyButton(props: { text: string; label?: string }) {
  const [copied, setCopied] = createSignal(false)
  let reset: ReturnType<typeof setTimeout> | undefined
  onCleanup(() => clearTimeout(reset))
  const copy = async () => {
    await navigator.clipboard.writeText(props.text)
    setCopied(true)
    clearTimeout(reset)
    reset = setTimeout(() => setCopied(false), 2_000)
  }
  return (
    <Show when={navigator.clipboard}>
      <Button onClick={() => void copy()}>
        <Show when={copied()} fallback={<Copy class="size-4" />}>
          <Check class="size-4 text-good" />
        </Show>
        <span aria-live="polite">{copied() ? 'Copied' : (props.label ?? 'Copy')}</span>
      </Button>
    </Show>
  )
}
