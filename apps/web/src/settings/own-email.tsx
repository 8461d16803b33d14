import type { ChangeEmailInput, User } from '@prikke/contract'
import { createSignal, Show } from 'solid-js'
import { MailNote } from '../parts/mail-note.tsx'
import { SavingForm } from '../parts/saving-form.tsx'
import { TextField } from '../parts/text-field.tsx'

/** Another address for one's account: it changes when somebody answers from there. */
export function OwnEmail(props: {
  user: User
  /** Whether mail leaves; otherwise it is in a log. */
  mail: boolean
  onChange: (input: ChangeEmailInput) => Promise<unknown>
}) {
  const [email, setEmail] = createSignal('')
  const [password, setPassword] = createSignal('')
  const save = async () => {
    const known = props.user.hasPassword ? { password: password() } : {}
    await props.onChange({ email: email(), ...known })
    setPassword('')
  }
  return (
    <SavingForm
      button="Change address"
      done={
        <Show when={props.mail} fallback={<MailNote />}>
          A link is on its way to {email()}. The address changes when you press its button.
        </Show>
      }
      onSave={save}
    >
      {errors => (
        <>
          <TextField
            label="New e-mail address"
            type="email"
            autocomplete="email"
            value={email()}
            error={errors().email}
            onInput={setEmail}
          />
          <Show when={props.user.hasPassword}>
            <TextField
              label="Your password, for the new address"
              type="password"
              autocomplete="current-password"
              value={password()}
              error={errors().password}
              onInput={setPassword}
            />
          </Show>
        </>
      )}
    </SavingForm>
  )
}
