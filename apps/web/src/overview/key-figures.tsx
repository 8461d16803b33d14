import { A } from '@solidjs/router'
import { Index, Show } from 'solid-js'
import type { Figure } from './figures-of.ts'

/** Numbers that say how things are, each a way to what is behind it. */
export function KeyFigures(props: { figures: readonly Figure[] }) {
  return (
    <ul class="grid grid-cols-2 gap-3 md:grid-cols-3 xl:grid-cols-6">
      <Index each={props.figures}>
        {figure => (
          <li class="min-w-0">
            <A
              href={figure().href}
              class="card flex h-full flex-col gap-1 p-4 hover:border-control hover:bg-sunken/40"
            >
              <span class="text-sm text-muted">{figure().label}</span>
              <span
                class="text-2xl font-semibold tracking-tight"
                classList={{ 'text-bad': figure().bad ?? false }}
                title={figure().title}
              >
                {figure().value}
              </span>
              <Show when={figure().note}>
                <span class="text-xs text-muted">{figure().note}</span>
              </Show>
            </A>
          </li>
        )}
      </Index>
    </ul>
  )
}
