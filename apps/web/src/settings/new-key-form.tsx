import type { KeyInput, Scope } from '@prikke/contract'
import { createSignal, For } from 'solid-js'
import { Button } from '../parts/button.tsx'
import { SelectField } from '../parts/select-field.tsx'
import { TextField } from '../parts/text-field.tsx'

const scopes: readonly (readonly [Scope, string])[] = [
  ['read', 'Read'],
  ['write', 'Change'],
  ['trigger', 'Run and replay'],
]
const lifetimes = [
  ['', 'Never'],
  ['30', 'After 30 days'],
  ['90', 'After 90 days'],
  ['365', 'After a year'],
] as const
type Lifetime = (typeof lifetimes)[number][0]

const dayMs = 24 * 60 * 60 * 1000

/** Asks what a new key is called, what it may do, and for how long. */
export function NewKeyForm(props: {
  /** Whether it was made. */
  onCreate: (input: KeyInput) => Promise<boolean>
}) {
  const [name, setName] = createSignal('')
  const [chosen, setChosen] = createSignal<readonly Scope[]>(scopes.map(([scope]) => scope))
  const [days, setDays] = createSignal<Lifetime>('')
  const [busy, setBusy] = createSignal(false)
  const toggle = (scope: Scope, on: boolean) =>
    setChosen(all => (on ? [...all, scope] : all.filter(each => each !== scope)))
  const create = async () => {
    setBusy(true)
    const expiresAt = new Date(Date.now() + Number(days()) * dayMs).toISOString()
    const ends = days() === '' ? {} : { expiresAt }
    const isMade = await props.onCreate({ name: name(), scopes: [...chosen()], ...ends })
    setBusy(false)
    if (isMade) setName('')
  }
  return (
    <form
      class="flex max-w-md flex-col gap-4"
      onSubmit={event => {
        event.preventDefault()
        void create()
      }}
    >
      <TextField
        label="Key name"
        required
        maxlength="120"
        autocomplete="off"
        value={name()}
        onInput={setName}
      />
      <fieldset class="flex flex-col gap-1">
        <legend class="mb-1 text-sm font-medium">It may</legend>
        <For each={scopes}>
          {([scope, words]) => (
            <label class="flex min-h-11 items-center gap-2 text-sm md:min-h-8">
              <input
                type="checkbox"
                class="size-4"
                checked={chosen().includes(scope)}
                onChange={event => toggle(scope, event.currentTarget.checked)}
              />
              {words}
            </label>
          )}
        </For>
      </fieldset>
      <SelectField label="It ends" value={days()} options={lifetimes} onChange={setDays} />
      <Button
        type="submit"
        look="primary"
        class="self-start"
        disabled={chosen().length === 0}
        busy={busy()}
        busyLabel="Creating…"
      >
        Create key
      </Button>
    </form>
  )
}
