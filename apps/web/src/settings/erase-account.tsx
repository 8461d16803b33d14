import type { User } from '@prikke/contract'
import { createSignal, Show } from 'solid-js'
import { Button } from '../parts/button.tsx'
import { Form } from '../parts/form.tsx'
import { TextField } from '../parts/text-field.tsx'
import { createSubmission } from '../submission.ts'

/** The end of an account: its address is typed, and its password where there is one. */
export function EraseAccount(props: {
  user: User
  /** @throws ApiError when it was refused. */
  onErase: (password: string | undefined) => Promise<unknown>
}) {
  const [typed, setTyped] = createSignal('')
  const [password, setPassword] = createSignal('')
  const [isOther, setIsOther] = createSignal<string | undefined>(undefined, { equals: false })
  const submission = createSubmission()
  const erase = async () => {
    const isSame = typed().trim().toLowerCase() === props.user.email
    setIsOther(isSame ? undefined : 'must be the address of your account')
    if (!isSame) return
    await submission.run(() => props.onErase(props.user.hasPassword ? password() : undefined))
  }
  return (
    <Form problem={submission.problem()} class="max-w-md gap-4" onSubmit={erase}>
      <p class="text-sm text-muted">
        You go from every organization, and with you those in which there is nobody else. Where you
        are the only owner among others, make somebody else one first. What you did stays in their
        audit logs without your name. This cannot be undone.
      </p>
      <TextField
        label={`To erase your account, type its address: ${props.user.email}`}
        autocomplete="off"
        spellcheck={false}
        value={typed()}
        error={isOther()}
        onInput={setTyped}
      />
      <Show when={props.user.hasPassword}>
        <TextField
          label="Your password"
          type="password"
          autocomplete="current-password"
          value={password()}
          error={submission.errors().password}
          onInput={setPassword}
        />
      </Show>
      <Button
        type="submit"
        look="danger"
        class="self-start"
        busy={submission.busy()}
        busyLabel="Erasing…"
      >
        Erase my account
      </Button>
    </Form>
  )
}
