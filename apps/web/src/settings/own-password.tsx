import type { ChangePasswordInput, User } from '@prikke/contract'
import { createSignal, Show } from 'solid-js'
import { SavingForm } from '../parts/saving-form.tsx'
import { TextField } from '../parts/text-field.tsx'

/** A new password, or the first one of who signs in by mail. */
export function OwnPassword(props: {
  user: User
  onChange: (input: ChangePasswordInput) => Promise<unknown>
}) {
  const [current, setCurrent] = createSignal('')
  const [password, setPassword] = createSignal('')
  const save = async () => {
    const known = props.user.hasPassword ? { currentPassword: current() } : {}
    await props.onChange({ ...known, password: password() })
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
