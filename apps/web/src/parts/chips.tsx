import { createUniqueId, For } from 'solid-js'

type Props<T extends string> = {
  label: string
  options: readonly (readonly [value: T, words: string])[]
  /** Null while none is chosen. */
  value: T | null
  onChange: (value: T) => void
}

/** One of a few values, all in sight; arrow keys go from one to the next. */
export function Chips<T extends string>(props: Props<T>) {
  const name = createUniqueId()
  return (
    <fieldset>
      <legend class="mb-1.5 text-sm font-medium">{props.label}</legend>
      <div class="flex flex-wrap gap-1.5">
        <For each={props.options}>
          {([value, words]) => (
            <label class="chip">
              <input
                type="radio"
                class="sr-only"
                name={name}
                value={value}
                checked={props.value === value}
                onChange={() => props.onChange(value)}
              />
              {words}
            </label>
          )}
        </For>
      </div>
    </fieldset>
  )
}
