import { For, type JSX } from 'solid-js'
import { Field } from './field.tsx'

type Props<T extends string> = {
  label: string
  value: T
  options: readonly (readonly [value: T, words: string])[]
  onChange: (value: T) => void
  help?: JSX.Element
  error?: string | undefined
  path?: string | undefined
  class?: string
}

/** One of a few values, chosen under its label. */
export function SelectField<T extends string>(props: Props<T>) {
  return (
    <Field
      label={props.label}
      help={props.help}
      error={props.error}
      path={props.path}
      class={props.class ?? ''}
    >
      {control => (
        <select
          class="input"
          {...control}
          onChange={event => props.onChange(event.currentTarget.value as T)}
        >
          <For each={props.options}>
            {([value, words]) => (
              <option value={value} selected={value === props.value}>
                {words}
              </option>
            )}
          </For>
        </select>
      )}
    </Field>
  )
}
