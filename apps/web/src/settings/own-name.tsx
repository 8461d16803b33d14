import type { User } from '@prikke/contract'
import { createSignal } from 'solid-js'
import { SavingForm } from '../parts/saving-form.tsx'
import { TextField } from '../parts/text-field.tsx'

/** What others in an organization see of somebody. */
export function OwnName(props: { user: User; onRename: (name: string) => Promise<unknown> }) {
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
