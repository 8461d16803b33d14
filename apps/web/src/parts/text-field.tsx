import { type JSX, splitProps } from 'solid-js'
import { Field } from './field.tsx'

type Props = Omit<JSX.InputHTMLAttributes<HTMLInputElement>, 'onInput' | 'value'> & {
  label: string
  value: string
  onInput: (value: string) => void
  help?: JSX.Element
  error?: string | undefined
  path?: string | undefined
}

/** One line of text under its label. */
export function TextField(props: Props) {
  const [own, input] = splitProps(props, ['label', 'help', 'error', 'path', 'class', 'onInput'])
  return (
    <Field
      label={own.label}
      help={own.help}
      error={own.error}
      path={own.path}
      class={own.class ?? ''}
    >
      {control => (
        <input
          type="text"
          class="input"
          {...control}
          {...input}
          onInput={event => own.onInput(event.currentTarget.value)}
        />
      )}
    </Field>
  )
}
