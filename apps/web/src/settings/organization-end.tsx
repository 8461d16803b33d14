import { createSignal, Show } from 'solid-js'
import { Button } from '../parts/button.tsx'
import { ConfirmButton } from '../parts/confirm-button.tsx'
import { Form } from '../parts/form.tsx'
import { TextField } from '../parts/text-field.tsx'
import { createSubmission } from '../submission.ts'

type Props = {
  name: string
  mayDelete: boolean
  onLeave: () => Promise<unknown>
  /** Takes the name as it was typed. @throws ApiError when it was refused. */
  onDelete: (confirm: string) => Promise<unknown>
}

/** The ways out: of the organization, and for all that is in it. */
export function OrganizationEnd(props: Props) {
  return (
    <div class="flex flex-col gap-8">
      <div>
        <ConfirmButton
          label="Leave"
          question={`Leave ${props.name}?`}
          confirm="Leave organization"
          onConfirm={props.onLeave}
        >
          You see nothing of it any more, unless somebody invites you again.
        </ConfirmButton>
      </div>
      <Show when={props.mayDelete}>
        <Deletion name={props.name} onDelete={props.onDelete} />
      </Show>
    </div>
  )
}

function Deletion(props: Pick<Props, 'name' | 'onDelete'>) {
  const [confirm, setConfirm] = createSignal('')
  const submission = createSubmission()
  const remove = () => submission.run(() => props.onDelete(confirm()))
  return (
    <Form problem={submission.problem()} class="max-w-md gap-4" onSubmit={remove}>
      <p class="text-sm text-muted">
        Its jobs stop at once and its keys open nothing. For seven days an owner can restore it;
        then everything in it is removed, history too.
      </p>
      <TextField
        label={`To delete it, type its name: ${props.name}`}
        autocomplete="off"
        spellcheck={false}
        value={confirm()}
        error={submission.errors().confirm}
        onInput={setConfirm}
      />
      <Button
        type="submit"
        look="danger"
        class="self-start"
        busy={submission.busy()}
        busyLabel="Deleting…"
      >
        Delete organization
      </Button>
    </Form>
  )
}
