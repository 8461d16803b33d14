import { createUniqueId, For } from 'solid-js'

export const spans = [
  { key: '24h', label: '24 h', words: '24 hours', ms: 86_400_000, buckets: 96 },
  { key: '7d', label: '7 d', words: '7 days', ms: 7 * 86_400_000, buckets: 84 },
  { key: '30d', label: '30 d', words: '30 days', ms: 30 * 86_400_000, buckets: 90 },
] as const
export type Span = (typeof spans)[number]

/** How much of the past is looked at. */
export function SpanPicker(props: { chosen: Span; onChoose: (key: Span['key']) => void }) {
  const name = createUniqueId()
  return (
    <fieldset class="flex rounded-lg border border-control p-0.5">
      <legend class="sr-only">How much of the past is shown</legend>
      <For each={spans}>
        {span => (
          <label class="flex min-h-10 cursor-pointer items-center rounded-md px-3 text-sm font-medium text-muted has-checked:bg-fill has-checked:text-on-fill has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent md:min-h-8">
            <input
              type="radio"
              class="sr-only"
              name={name}
              checked={props.chosen.key === span.key}
              onChange={() => props.onChoose(span.key)}
            />
            <span aria-hidden="true">{span.label}</span>
            <span class="sr-only">{span.words}</span>
          </label>
        )}
      </For>
    </fieldset>
  )
}
