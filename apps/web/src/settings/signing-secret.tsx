import type { SigningSecret as Secret } from '@prikke/contract'
import { createSignal, Show } from 'solid-js'
import { Button } from '../parts/button.tsx'
import { ConfirmButton } from '../parts/confirm-button.tsx'
import { CopyButton } from '../parts/copy-button.tsx'
import { Instant } from '../parts/instant.tsx'

/** The secret that signs every delivery, hidden until somebody asks for it. */
export function SigningSecret(props: {
  onReveal: () => Promise<Secret | null>
  onRotate: () => Promise<Secret | null>
}) {
  const [secret, setSecret] = createSignal<Secret | null>(null)
  const [busy, setBusy] = createSignal(false)
  const reveal = async () => {
    setBusy(true)
    setSecret(await props.onReveal())
    setBusy(false)
  }
  return (
    <>
      <code class="rounded-lg bg-sunken p-3 text-sm break-all select-all">
        {secret()?.secret ?? 'whsec_••••••••••••••••••••••••••••••••'}
      </code>
      <Show when={secret()?.previousExpiresAt}>
        {at => (
          <p class="text-sm text-muted">
            The secret before this one signs as well until <Instant at={at()} />.
          </p>
        )}
      </Show>
      <div class="flex flex-wrap gap-2">
        <Show
          when={secret()}
          fallback={
            <Button busy={busy()} onClick={() => void reveal()}>
              Reveal
            </Button>
          }
        >
          {shown => (
            <>
              <CopyButton text={shown().secret} label="Copy secret" />
              <Button onClick={() => setSecret(null)}>Hide</Button>
            </>
          )}
        </Show>
        <ConfirmButton
          label="Rotate"
          question="Take a new signing secret?"
          confirm="Rotate secret"
          onConfirm={async () => {
            const rotated = await props.onRotate()
            if (rotated !== null) setSecret(rotated)
          }}
        >
          For 24 hours deliveries are signed with both, so that receivers can change over.
        </ConfirmButton>
      </div>
    </>
  )
}
