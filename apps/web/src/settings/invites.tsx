import type { Invite, InviteInput } from '@prikke/contract'
import { createSignal, For, Show } from 'solid-js'
import { Button } from '../parts/button.tsx'
import { ConfirmButton } from '../parts/confirm-button.tsx'
import { Instant } from '../parts/instant.tsx'
import { InviteForm } from './invite-form.tsx'

type Props = {
  invites: readonly Invite[]
  /** Whether mail leaves; otherwise it is in a log. */
  mail: boolean
  mayInviteOwners: boolean
  /** @throws ApiError when it was refused. */
  onInvite: (input: InviteInput) => Promise<unknown>
  onInvited: () => Promise<unknown>
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
      <InviteForm
        mail={props.mail}
        mayInviteOwners={props.mayInviteOwners}
        onInvite={props.onInvite}
        onInvited={props.onInvited}
      />
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
