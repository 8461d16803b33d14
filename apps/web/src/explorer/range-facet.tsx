import { createSignal, For } from 'solid-js'
import { Button } from '../parts/button.tsx'
import { TextField } from '../parts/text-field.tsx'
import { presets, type Range } from '../words/execution-search.ts'
import { formatInstant, instantOfWallTime, viewerZone, wallTimeOf } from '../words/instant.ts'
import { Facet } from './facet.tsx'

/** From when to when: up to now, or between two instants in the zone of whoever looks. */
export function RangeFacet(props: { range: Range; onChange: (range: Range) => void }) {
  return (
    <Facet label="Time" chosen={rangeWords(props.range)}>
      <For each={presets}>
        {({ key, words }) => (
          <button
            type="button"
            aria-pressed={'last' in props.range && props.range.last === key}
            class="flex min-h-11 items-center rounded-lg px-2 text-left hover:bg-sunken aria-pressed:font-medium aria-pressed:text-accent md:min-h-9"
            onClick={() => props.onChange({ last: key })}
          >
            {words}
          </button>
        )}
      </For>
      <Between {...props} />
    </Facet>
  )
}

function Between(props: { range: Range; onChange: (range: Range) => void }) {
  const wall = (instant: string | undefined) =>
    instant === undefined ? '' : wallTimeOf(instant, viewerZone()).slice(0, 16)
  const [from, setFrom] = createSignal('last' in props.range ? '' : wall(props.range.from))
  const [to, setTo] = createSignal('last' in props.range ? '' : wall(props.range.to))
  const [error, setError] = createSignal<string>()
  const choose = (event: Event) => {
    event.preventDefault()
    const begin = instantOfWallTime(from(), viewerZone())
    const end = to() === '' ? undefined : (instantOfWallTime(to(), viewerZone()) ?? undefined)
    const isTurned = begin !== null && end !== undefined && end <= begin
    setError(begin === null ? 'is required' : isTurned ? 'is not before the end' : undefined)
    if (begin !== null && !isTurned) props.onChange({ from: begin, to: end })
  }
  return (
    <form class="flex flex-col gap-3 border-t border-line p-2" novalidate onSubmit={choose}>
      <TextField
        type="datetime-local"
        label="From"
        value={from()}
        error={error()}
        onInput={setFrom}
      />
      <TextField
        type="datetime-local"
        label="To"
        value={to()}
        help={`In ${viewerZone()}; empty means up to now`}
        onInput={setTo}
      />
      <Button type="submit">Show this time</Button>
    </form>
  )
}

/** A range as it is said. */
export function rangeWords(range: Range): string {
  if ('last' in range) return presets.find(({ key }) => key === range.last)?.words ?? ''
  const from = formatInstant(range.from)
  return range.to === undefined ? `Since ${from}` : `${from} – ${formatInstant(range.to)}`
}
