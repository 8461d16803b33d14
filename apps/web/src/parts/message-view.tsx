import Scissors from 'lucide-solid/icons/scissors'
import { createSignal, For, type JSX, Show } from 'solid-js'
import { CopyButton } from './copy-button.tsx'
import { DownloadButton } from './download-button.tsx'

type Headers = Record<string, string | string[] | { secret: true }>

/** A request or a response as it went over the wire: headers and body, as text and nothing else. */
export function MessageView(props: {
  /** The first line, such as `POST https://…` or `200`. */
  start: string
  headers: Headers
  body: string | null
  /** What is to be known about the body, such as its size. */
  note?: JSX.Element
  /** Only its beginning was kept. */
  isCut?: boolean
  empty: string
  /** The body as a file. */
  file?: { name: string; content: Uint8Array<ArrayBuffer> }
  /** Beside the first line. */
  actions?: JSX.Element
}) {
  const [raw, setRaw] = createSignal(false)
  const pretty = () => indented(props.body)
  const shown = () => (raw() ? props.body : (pretty() ?? props.body)) ?? ''
  return (
    <div class="flex flex-col gap-4 text-sm">
      <div class="flex flex-wrap items-center justify-between gap-3">
        <p class="min-w-0 font-mono font-medium break-all">{props.start}</p>
        {props.actions}
      </div>
      <dl class="grid gap-x-4 gap-y-1 font-mono text-xs sm:grid-cols-[max-content_1fr]">
        <For each={Object.entries(props.headers)}>
          {([name, value]) => (
            <>
              <dt class="text-muted">{name}</dt>
              <dd class="break-all max-sm:mb-1">{wordsOf(value)}</dd>
            </>
          )}
        </For>
      </dl>
      <Show when={props.body} fallback={<p class="text-muted">{props.empty}</p>}>
        {body => (
          <>
            <Show when={props.isCut}>
              <p class="flex items-center gap-2 text-warn">
                <Scissors class="size-4 shrink-0" /> Cut off: the first 64 KiB were kept.
              </p>
            </Show>
            <pre class="max-h-96 overflow-auto rounded-lg bg-sunken p-4 font-mono text-xs whitespace-pre-wrap wrap-anywhere">
              {shown()}
            </pre>
            <div class="flex flex-wrap items-center gap-3 text-muted">
              <CopyButton text={body()} />
              <Show when={pretty() !== null}>
                <label class="flex min-h-11 items-center gap-2">
                  <input
                    type="checkbox"
                    class="size-4"
                    checked={raw()}
                    onChange={event => setRaw(event.currentTarget.checked)}
                  />
                  Raw
                </label>
              </Show>
              <Show when={props.file}>{file => <DownloadButton {...file()} />}</Show>
              <span>{props.note}</span>
              <Show when={body().includes('[secret]')}>
                <span>[secret] stands where a secret was repeated.</span>
              </Show>
            </div>
          </>
        )}
      </Show>
    </div>
  )
}

function wordsOf(value: Headers[string]): string {
  if (typeof value === 'string') return value
  return Array.isArray(value) ? value.join(', ') : '•••••• (secret)'
}

/** JSON laid out to be read; null when the text is not JSON of more than one line. */
function indented(text: string | null): string | null {
  if (text === null || !/^\s*[[{]/.test(text)) return null
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return null
  }
}
