import { createMemo, createSignal, createUniqueId, type JSX, Show } from 'solid-js'
import { sentence } from '../words/sentence.ts'

/** What ties a control to its label, help and error; spread it onto the control. */
export type FieldControl = {
  readonly id: string
  readonly 'aria-describedby': string | undefined
  readonly 'aria-invalid': 'true' | undefined
}

type Props = {
  label: string
  help?: JSX.Element
  /** What is wrong; a fragment such as `is required` is completed with the label. */
  error?: string | undefined
  /** Names it in a form that judges it with each change: what is wrong then stays while one types. */
  path?: string | undefined
  class?: string
  children: (control: FieldControl) => JSX.Element
}

/** A control with its label above, its help below and its error under it. */
export function Field(props: Props) {
  const id = createUniqueId()
  // What was found wrong holds until the field is edited; every check starts anew.
  const edited = createMemo(() => [props.error, createSignal(false)] as const)
  const error = () => {
    const [found, [isEdited]] = edited()
    return isEdited() && props.path === undefined ? undefined : found
  }
  const control: FieldControl = {
    id,
    get 'aria-describedby'() {
      const ids = [error() && `${id}-error`, props.help && `${id}-help`].filter(Boolean)
      return ids.length > 0 ? ids.join(' ') : undefined
    },
    get 'aria-invalid'() {
      return error() ? 'true' : undefined
    },
  }
  return (
    <div
      data-path={props.path}
      class={`flex flex-col gap-1.5 ${props.class ?? ''}`}
      onInput={() => edited()[1][1](true)}
    >
      <label for={id} class="text-sm font-medium">
        {props.label}
      </label>
      {props.children(control)}
      <Show when={error()}>
        {found => (
          <p id={`${id}-error`} class="text-sm text-bad">
            {sentence(found(), props.label)}
          </p>
        )}
      </Show>
      <Show when={props.help}>
        <p id={`${id}-help`} class="text-sm text-muted">
          {props.help}
        </p>
      </Show>
    </div>
  )
}
