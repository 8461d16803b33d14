import { For } from 'solid-js'

/**
 * Grey bars in the place of rows that are on their way: as high as those will be, with `class`, so
 * that what stands below does not move.
 */
export function Skeleton(props: { rows?: number; class?: string }) {
  return (
    <div class="card divide-y divide-line">
      <For each={Array.from({ length: props.rows ?? 4 })}>
        {() => (
          <div class={`flex items-center gap-4 px-4 ${props.class ?? 'h-16'}`}>
            <span class="h-3 w-1/3 rounded bg-sunken motion-safe:animate-pulse" />
            <span class="h-3 w-1/5 rounded bg-sunken motion-safe:animate-pulse" />
          </div>
        )}
      </For>
    </div>
  )
}
