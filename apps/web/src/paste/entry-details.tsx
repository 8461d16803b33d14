import type { ImportEntry } from '@prikke/contract'
import Check from 'lucide-solid/icons/check'
import Minus from 'lucide-solid/icons/minus'
import { For, Show } from 'solid-js'

/** What of a pasted call was taken and what was dropped, piece by piece. */
export function EntryDetails(props: { entry: ImportEntry }) {
  return (
    <div class="grid gap-x-8 gap-y-4 text-sm sm:grid-cols-2">
      <Show when={props.entry.taken.length > 0}>
        <section class="flex min-w-0 flex-col gap-2">
          <h3 class="font-medium">Taken</h3>
          <ul class="flex flex-col gap-2">
            <For each={props.entry.taken}>
              {({ what, as }) => (
                <li class="flex gap-2">
                  <Check class="mt-0.5 size-4 shrink-0 text-good" />
                  <span class="min-w-0 wrap-anywhere">
                    <What of={what} /> <span class="text-muted">as {as}</span>
                  </span>
                </li>
              )}
            </For>
          </ul>
        </section>
      </Show>
      <Show when={props.entry.dropped.length > 0}>
        <section class="flex min-w-0 flex-col gap-2">
          <h3 class="font-medium">Left out, or to be looked at</h3>
          <ul class="flex flex-col gap-2">
            <For each={props.entry.dropped}>
              {({ what, why }) => (
                <li class="flex gap-2">
                  <Minus class="mt-0.5 size-4 shrink-0 text-warn" />
                  <span class="min-w-0 wrap-anywhere">
                    <What of={what} /> <span class="text-muted">{why}</span>
                  </span>
                </li>
              )}
            </For>
          </ul>
        </section>
      </Show>
    </div>
  )
}

/** A piece of the text as it stands there; what is told of it in words is no code. */
function What(props: { of: string }) {
  return (
    <Show
      when={/^The /.test(props.of)}
      fallback={<code class="font-mono text-xs">{props.of}</code>}
    >
      {props.of}
    </Show>
  )
}
