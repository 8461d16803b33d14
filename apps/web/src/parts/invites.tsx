import type { Invite, InviteInput, Role } from '@prikke/contract'
import { createSignal, For, Show } from 'solid-js'
import { createSubmission } from '../submission.ts'
import { Button } from './button.tsx'
import { ConfirmButton } from './confirm-button.tsx'
import { Form } from './form.tsx'
import { Instant } from './instant.tsx'
import { MailNote } from './mail-note.tsx'
import { SelectField } from './select-field.tsx'
import { TextField } from './text-field.tsx'

type Props = {
  invites: readonly Invite[]
  /** Whether mail leaves; otherwise it is in a log. */
  mail: boolean
  mayInviteOwners: boolean
  /** @throws ApiError when it was refused. */
  onInvite: (input: InviteInput) => Promise<unknown>
  onResend: (id: string) => Promise<unknown>
  onRevoke: (id: string) => Promise<unknown>
}

/** Who was asked to join, what became of it, and the way to ask somebody. */
export function Invites(props: Props) {
  return (
    <>
      <Show
        when={props.invites.length > 0}
        fallback={<p class="text-sm text-muted">Nobody is invited.</p>}
      >
        <ul class="divide-y divide-line text-sm">
          <For each={props.invites}>{invite => <InviteRow invite={invite} {...props} />}</For>
        </ul>
      </Show>
      <InviteForm {...props} />
    </>
  )
}

const words = { open: 'open', accepted: 'accepted', declined: 'declined', revoked: 'revoked' }

function InviteRow(props: Pick<Props, 'onResend' | 'onRevoke'> & { invite: Invite }) {
  const [busy, setBusy] = createSignal(false)
  const resend = async () => {
    setBusy(true)
    await props.onResend(props.invite.id)
    setBusy(false)
  }
  const isWaiting = () => props.invite.status === 'open' || props.invite.status === 'expired'
  return (
    <li class="flex flex-wrap items-center justify-between gap-3 py-3">
      <div class="min-w-0">
        <p class="font-medium wrap-anywhere">{props.invite.email}</p>
        <p class="text-muted wrap-anywhere">
          as {props.invite.role},{' '}
          <Show when={isWaiting()} fallback={words[props.invite.status as keyof typeof words]}>
            {props.invite.status === 'open' ? 'ends ' : 'ended '}
            <Instant at={props.invite.expiresAt} relative />
          </Show>
          <Show when={props.invite.invitedBy}>{by => <>, invited by {by()}</>}</Show>
        </p>
      </div>
      <Show when={isWaiting()}>
        <div class="flex flex-wrap gap-2">
          <Button busy={busy()} busyLabel="Sending…" onClick={() => void resend()}>
            Send again
          </Button>
          <ConfirmButton
            label="Revoke"
            question={`Revoke the invite of ${props.invite.email}?`}
            confirm="Revoke invite"
            onConfirm={() => props.onRevoke(props.invite.id)}
          >
            The link in their mail opens nothing any more.
          </ConfirmButton>
        </div>
      </Show>
    </li>
  )
}

function InviteForm(props: Pick<Props, 'mail' | 'mayInviteOwners' | 'onInvite'>) {
  const [email, setEmail] = createSignal('')
  const [role, setRole] = createSignal<Role>('member')
  const [sentTo, setSentTo] = createSignal<string | null>(null)
  const submission = createSubmission()
  const options = () => [
    ['member', 'Member, works with jobs'] as const,
    ['admin', 'Admin, manages members and keys too'] as const,
    ...(props.mayInviteOwners ? [['owner', 'Owner'] as const] : []),
  ]
  const send = () =>
    submission.run(async () => {
      setSentTo(null)
      await props.onInvite({ email: email(), role: role() })
      setSentTo(email())
      setEmail('')
    })
  return (
    <Form problem={submission.problem()} class="max-w-md gap-4" onSubmit={send}>
      <TextField
        label="E-mail address"
        type="email"
        autocomplete="off"
        value={email()}
        error={submission.errors().email}
        onInput={setEmail}
      />
      <SelectField
        label="Role"
        value={role()}
        options={options()}
        error={submission.errors().role}
        onChange={setRole}
      />
      <div role="status" class="text-sm empty:hidden">
        <Show when={sentTo()}>
          {to => (
            <Show when={props.mail} fallback={<MailNote />}>
              An invite is on its way to {to()}. It stands for seven days.
            </Show>
          )}
        </Show>
      </div>
      <Button
        type="submit"
        look="primary"
        class="self-start"
        busy={submission.busy()}
        busyLabel="Sending…"
      >
        Invite
      </Button>
    </Form>
  )
}
