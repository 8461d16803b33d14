import type { ProblemBody } from '@prikke/contract'
import { createEffect, type JSX, on, Show } from 'solid-js'
import { ProblemNotice } from './problem-notice.tsx'

/**
 * A form that the server checks: what was refused stands under its fields, of which the first is
 * focused, and what belongs to no field stands on top.
 */
export function Form(props: {
  problem: ProblemBody | null
  class?: string
  onSubmit: () => Promise<void>
  children: JSX.Element
}) {
  let form!: HTMLFormElement
  const focusFirst = (problem: ProblemBody | null) => {
    if (problem !== null) form.querySelector<HTMLElement>('[aria-invalid=true]')?.focus()
  }
  createEffect(on(() => props.problem, focusFirst))
  const unplaced = () => (props.problem?.errors?.length ? null : props.problem)
  return (
    <form
      ref={form}
      novalidate
      class={`flex min-w-0 flex-col ${props.class ?? 'gap-5'}`}
      onSubmit={event => {
        event.preventDefault()
        void props.onSubmit()
      }}
    >
      <Show when={unplaced()}>{problem => <ProblemNotice problem={problem()} />}</Show>
      {props.children}
    </form>
  )
}
