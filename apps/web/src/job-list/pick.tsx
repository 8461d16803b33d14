import { For } from 'solid-js'

/** One of a few values in a row of filters; the empty one asks for nothing. */
export function Pick(props: {
  label: string
  value: string
  options: readonly (readonly [value: string, words: string])[]
  onPick: (value: string | undefined) => void
}) {
  return (
    <select
      aria-label={props.label}
      class="input w-auto! py-1.5! text-sm max-md:w-full! md:min-h-10!"
      classList={{ 'font-medium': props.value !== props.options[0]?.[0] }}
      onChange={event => {
        const { value } = event.currentTarget
        // What stands there is what the address says, also when it says no.
        event.currentTarget.value = props.value
        props.onPick(value === '' ? undefined : value)
      }}
    >
      <For each={props.options}>
        {([value, words]) => (
          <option value={value} selected={value === props.value}>
            {words}
          </option>
        )}
      </For>
    </select>
  )
}
