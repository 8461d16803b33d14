import type { ProblemBody } from '@prikke/contract'
import { createSignal, Show } from 'solid-js'
import { Button } from './button.tsx'
import { Form } from './form.tsx'
import { TextField } from './text-field.tsx'

/** Makes an account by an invite, whose address is known. */
export function JoinForm(props: {
  /** Where no mail is set up a link cannot sign in. */
  needsPassword: boolean
  problem: ProblemBody | null
  errors: Record<string, string>
  busy: boolean
  onJoin: (given: { name?: string; password?: string }) => Promise<void>
}) {
  const [name, setName] = createSignal('')
  const [password, setPassword] = createSignal('')
  const join = () =>
    props.onJoin({
      ...(name() !== '' && { name: name() }),
      ...(password() !== '' && { password: password() }),
    })
  return (
    <Form problem={props.problem} onSubmit={join}>
      <TextField
        label="Your name"
        autocomplete="name"
        value={name()}
        help="Optional."
        error={props.errors.name}
        onInput={setName}
      />
      <Show when={props.needsPassword}>
        <TextField
          label="Password"
          type="password"
          autocomplete="new-password"
          value={password()}
          help="At least 12 characters. No mail is set up here, so this is how you sign in."
          error={props.errors.password}
          onInput={setPassword}
        />
      </Show>
      <Button type="submit" look="primary" busy={props.busy} busyLabel="Joining…">
        Create account and join
      </Button>
    </Form>
  )
}
