import { createSignal, Show } from 'solid-js'
import { Button } from '../parts/button.tsx'
import { Chips } from '../parts/chips.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { TextField } from '../parts/text-field.tsx'
import { basicCredentials, bearerCredentials } from '../words/credentials.ts'

const kinds = [
  ['bearer', 'Bearer token'],
  ['basic', 'User and password'],
] as const
type Kind = (typeof kinds)[number][0]

/** Asks for credentials and gives the value of the secret header that carries them. */
export function Credentials(props: { onGive: (value: string) => void; onClose: () => void }) {
  const [kind, setKind] = createSignal<Kind>('bearer')
  const [user, setUser] = createSignal('')
  const [secret, setSecret] = createSignal('')
  const give = (shut: () => void) => {
    const bearer = kind() === 'bearer'
    props.onGive(bearer ? bearerCredentials(secret()) : basicCredentials(user(), secret()))
    shut()
  }
  return (
    <Dialog title="Credentials of the target" onClose={props.onClose}>
      {shut => (
        <form
          class="flex flex-col gap-4"
          onSubmit={event => {
            event.preventDefault()
            if (secret() !== '') give(shut)
          }}
        >
          <Chips label="Kind" options={kinds} value={kind()} onChange={setKind} />
          <Show when={kind() === 'basic'}>
            <TextField label="User" autocomplete="off" value={user()} onInput={setUser} />
          </Show>
          <TextField
            label={kind() === 'bearer' ? 'Token' : 'Password'}
            type="password"
            autocomplete="off"
            value={secret()}
            help="Sent as a secret Authorization header: stored sealed, never shown again."
            onInput={setSecret}
          />
          <div class="flex flex-wrap gap-2">
            <Button type="submit" look="primary" disabled={secret() === ''}>
              Add header
            </Button>
            <Button look="quiet" onClick={shut}>
              Cancel
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  )
}
