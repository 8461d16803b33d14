import { type Accessor, createSignal, type JSX, Show } from 'solid-js'
import { createSubmission } from '../submission.ts'
import { Button } from './button.tsx'
import { Form } from './form.tsx'

/** A small form that stays after it was sent, and says that it was done. */
export function SavingForm(props: {
  button: string
  done: JSX.Element
  /** @throws ApiError when it was refused. */
  onSave: () => Promise<unknown>
  children: (errors: Accessor<Record<string, string>>) => JSX.Element
}) {
  const [isDone, setIsDone] = createSignal(false)
  const submission = createSubmission()
  const save = () => {
    setIsDone(false)
    return submission.run(async () => {
      await props.onSave()
      setIsDone(true)
    })
  }
  return (
    <Form problem={submission.problem()} class="max-w-md gap-4" onSubmit={save}>
      {props.children(submission.errors)}
      <div role="status" class="text-sm empty:hidden">
        <Show when={isDone()}>{props.done}</Show>
      </div>
      <Button type="submit" class="self-start" busy={submission.busy()} busyLabel="Saving…">
        {props.button}
      </Button>
    </Form>
  )
}
