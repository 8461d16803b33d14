import type { ErasureReceipt } from '@prikke/contract'
import { A, useLocation } from '@solidjs/router'
import { For, Show } from 'solid-js'
import { AuthCard } from '../parts/auth-card.tsx'
import { buttonClass } from '../parts/button.tsx'

/** What went with an account, and what stays: shown this once to who erased it. */
export function Erased() {
  const location = useLocation<{ receipt?: ErasureReceipt }>()
  const receipt = () => location.state?.receipt
  return (
    <AuthCard title="Your account is erased" lead="You are signed out on every device.">
      <Show when={receipt()}>{found => <Receipt receipt={found()} />}</Show>
      <A href="/signup" class={buttonClass()}>
        Make a new account
      </A>
    </AuthCard>
  )
}

function Receipt(props: { receipt: ErasureReceipt }) {
  const removed = () => props.receipt.removed
  const counted = () =>
    [
      [removed().sessions, 'device signed out', 'devices signed out'],
      [removed().mails, 'mail removed', 'mails removed'],
      [removed().invites, 'invite removed', 'invites removed'],
      [removed().channels, 'channel removed', 'channels removed'],
    ] as const
  return (
    <div class="flex flex-col gap-4 text-sm">
      <ul class="flex flex-col gap-1">
        <For each={counted().filter(([count]) => count > 0)}>
          {([count, one, many]) => (
            <li>
              {count} {count === 1 ? one : many}
            </li>
          )}
        </For>
        <For each={removed().left}>{({ name }) => <li>You left {name}</li>}</For>
        <For each={removed().deleted}>
          {({ name }) => <li>{name} is deleted, for nobody else was in it</li>}
        </For>
      </ul>
      <Show when={props.receipt.kept.length > 0}>
        <div class="flex flex-col gap-2">
          <h2 class="font-medium">What stays</h2>
          <ul class="flex flex-col gap-2 text-muted">
            <For each={props.receipt.kept}>
              {({ what, why, until }) => (
                <li>
                  {what}. {why} Until {until}.
                </li>
              )}
            </For>
          </ul>
        </div>
      </Show>
    </div>
  )
}
