import type { InviteInput, Role } from '@prikke/contract'
import { createSignal, For, Show } from 'solid-js'
import { problemOf } from '../api-error.ts'
import { Button } from '../parts/button.tsx'
import { Field } from '../parts/field.tsx'
import { MailNote } from '../parts/mail-note.tsx'
import { SelectField } from '../parts/select-field.tsx'
import { readAddresses } from '../words/read-addresses.ts'

type Refused = { email: string; why: string }

/** Asks people to join, many at once: each address is told of for itself. */
export function InviteForm(props: {
  /** Whether mail leaves; otherwise it is in a log. */
  mail: boolean
  mayInviteOwners: boolean
  /** @throws ApiError when it was refused. */
  onInvite: (input: InviteInput) => Promise<unknown>
  /** All of them were tried. */
  onInvited: () => Promise<unknown>
}) {
  const [text, setText] = createSignal('')
  const [role, setRole] = createSignal<Role>('member')
  const [error, setError] = createSignal<string | undefined>(undefined, { equals: false })
  const [busy, setBusy] = createSignal(false)
  const [sent, setSent] = createSignal<readonly string[]>([])
  const [refused, setRefused] = createSignal<readonly Refused[]>([])
  const addresses = () => readAddresses(text())
  const options = () => [
    ['member', 'Member, works with jobs'] as const,
    ['admin', 'Admin, manages members and keys too'] as const,
    ...(props.mayInviteOwners ? [['owner', 'Owner'] as const] : []),
  ]

  const invite = async (email: string) => {
    try {
      await props.onInvite({ email, role: role() })
      setSent(all => [...all, email])
    } catch (thrown) {
      const { detail, title } = problemOf(thrown)
      setRefused(all => [...all, { email, why: detail || title }])
    }
  }
  const send = async () => {
    const all = addresses()
    setError(all.length === 0 ? 'holds no e-mail address' : undefined)
    if (all.length === 0) return
    setBusy(true)
    setSent([])
    setRefused([])
    for (const email of all) await invite(email)
    // What was refused stays to be mended.
    setText(
      refused()
        .map(({ email }) => email)
        .join('\n'),
    )
    await props.onInvited()
    setBusy(false)
  }

  return (
    <form
      novalidate
      class="flex max-w-md flex-col gap-4"
      onSubmit={event => {
        event.preventDefault()
        void send()
      }}
    >
      <Field
        label="E-mail addresses"
        help="One or many, on lines of their own or with commas between them."
        error={error()}
      >
        {control => (
          <textarea
            class="input"
            rows="2"
            autocomplete="off"
            spellcheck={false}
            {...control}
            value={text()}
            onInput={event => setText(event.currentTarget.value)}
          />
        )}
      </Field>
      <SelectField label="Role" value={role()} options={options()} onChange={setRole} />
      <div role="status" class="flex flex-col gap-2 text-sm empty:hidden">
        <Show when={sent().length > 0}>
          <p class="wrap-anywhere">
            Invited: {sent().join(', ')}. {sent().length === 1 ? 'It stands' : 'Each stands'} for
            seven days.
          </p>
          <Show when={!props.mail}>
            <MailNote />
          </Show>
        </Show>
        <For each={refused()}>
          {({ email, why }) => (
            <p class="text-bad wrap-anywhere">
              {email}: {why}
            </p>
          )}
        </For>
      </div>
      <Button
        type="submit"
        look="primary"
        class="self-start"
        busy={busy()}
        busyLabel={`Inviting ${sent().length + refused().length + 1} of ${addresses().length}…`}
      >
        {addresses().length > 1 ? `Invite ${addresses().length} people` : 'Invite'}
      </Button>
    </form>
  )
}
