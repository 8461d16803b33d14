import { For, type JSX } from 'solid-js'

/** Values of which any number may be chosen. */
export function CheckList<T extends string>(props: {
  label: string
  options: readonly { value: T; words: JSX.Element }[]
  chosen: readonly T[]
  onChange: (chosen: T[]) => void
}) {
  const toggle = (value: T, on: boolean) =>
    props.onChange(on ? [...props.chosen, value] : props.chosen.filter(each => each !== value))
  return (
    <fieldset class="flex flex-col">
      <legend class="sr-only">{props.label}</legend>
      <For each={props.options}>
        {({ value, words }) => (
          <label class="flex min-h-11 items-center gap-3 rounded-lg px-2 hover:bg-sunken md:min-h-9">
            <input
              type="checkbox"
              class="size-4 shrink-0"
              checked={props.chosen.includes(value)}
              onChange={event => toggle(value, event.currentTarget.checked)}
            />
            <span class="min-w-0 flex-1 truncate">{words}</span>
          </label>
        )}
      </For>
    </fieldset>
  )
}
