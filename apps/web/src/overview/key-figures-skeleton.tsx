import { For } from 'solid-js'

/** The numbers of the overview before they are there. */
export function KeyFiguresSkeleton() {
  return (
    <div class="grid grid-cols-2 gap-3 md:grid-cols-3 xl:grid-cols-6">
      <For each={Array.from({ length: 6 })}>
        {() => (
          <div class="card flex h-28 flex-col gap-3 p-4">
            <span class="h-3 w-2/3 rounded bg-sunken motion-safe:animate-pulse" />
            <span class="h-6 w-1/2 rounded bg-sunken motion-safe:animate-pulse" />
          </div>
        )}
      </For>
    </div>
  )
}
