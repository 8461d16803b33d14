import { createSignal } from 'solid-js'
import { createSubmission } from '../submission.ts'
import { Button } from './button.tsx'
import { Form } from './form.tsx'
import { TextField } from './text-field.tsx'

/** Asks for the name of an organization to make. */
export function NewOrganization(props: {
  /** @throws ApiError when it was refused. */
  onCreate: (name: string) => Promise<void>
}) {
  const [name, setName] = createSignal('')
  const submission = createSubmission()
  return (
    <Form
      problem={submission.problem()}
      class="max-w-md gap-4"
      onSubmit={() => submission.run(() => props.onCreate(name()))}
    >
      <TextField
        label="Name of the organization"
        autocomplete="organization"
        value={name()}
        help="You own it, and alerts go to your address."
        error={submission.errors().name}
        onInput={setName}
      />
      <Button
        type="submit"
        look="primary"
        class="self-start"
        busy={submission.busy()}
        busyLabel="Creating…"
      >
        Create organization
      </Button>
    </Form>
  )
}
