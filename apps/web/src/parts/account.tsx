import type { ChangeEmailInput, ChangePasswordInput, User } from '@prikke/contract'
import { createSignal, Show } from 'solid-js'
import { MailNote } from './mail-note.tsx'
import { SavingForm } from './saving-form.tsx'
import { TextField } from './text-field.tsx'

type Props = {
  user: User
  /** Whether mail leaves; otherwise it is in a log. */
  mail: boolean
  onRename: (name: string) => Promise<unknown>
  onChangeEmail: (input: ChangeEmailInput) => Promise<unknown>
  onChangePassword: (input: ChangePasswordInput) => Promise<unknown>
}

/** One's name, address and password, each changed for itself. */
export function Account(props: Props) {
  return (
    <div class="flex flex-col gap-8">
      <Name user={props.user} onRename={props.onRename} />
      <Email user={props.user} mail={props.mail} onChangeEmail={props.onChangeEmail} />
      <Password user={props.user} onChangePassword={props.onChangePassword} />
    </div>
  )
}

function Name(props: Pick<Props, 'user' | 'onRename'>) {
  const [name, setName] = createSignal(props.user.name)
  return (
    <SavingForm button="Save name" done="Saved." onSave={() => props.onRename(name())}>
      {errors => (
        <TextField
          label="Your name"
          autocomplete="name"
          value={name()}
          error={errors().name}
          onInput={setName}
        />
      )}
    </SavingForm>
  )
}

function Email(props: Pick<Props, 'user' | 'mail' | 'onChangeEmail'>) {
  const [email, setEmail] = createSignal('')
  const [password, setPassword] = createSignal('')
  const save = async () => {
    const known = props.user.hasPassword ? { password: password() } : {}
    await props.onChangeEmail({ email: email(), ...known })
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

function Password(props: Pick<Props, 'user' | 'onChangePassword'>) {
  const [current, setCurrent] = createSignal('')
  const [password, setPassword] = createSignal('')
  const save = async () => {
    const known = props.user.hasPassword ? { currentPassword: current() } : {}
    await props.onChangePassword({ ...known, password: password() })
    setCurrent('')
    setPassword('')
  }
  return (
    <SavingForm
      button={props.user.hasPassword ? 'Change password' : 'Set a password'}
      done="Saved. Every other device was signed out."
      onSave={save}
    >
      {errors => (
        <>
          <Show when={props.user.hasPassword}>
            <TextField
              label="Current password"
              type="password"
              autocomplete="current-password"
              value={current()}
              error={errors().currentPassword}
              onInput={setCurrent}
            />
          </Show>
          <TextField
            label="New password"
            type="password"
            autocomplete="new-password"
            value={password()}
            help="At least 12 characters."
            error={errors().password}
            onInput={setPassword}
          />
        </>
      )}
    </SavingForm>
  )
}
