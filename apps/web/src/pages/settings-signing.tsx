import { Show } from 'solid-js'
import { api } from '../api.ts'
import { PageHead } from '../parts/page-head.tsx'
import { Panel } from '../parts/panel.tsx'
import { useSession } from '../session.tsx'
import { RoleNeeded } from '../settings/role-needed.tsx'
import { SigningSecret } from '../settings/signing-secret.tsx'
import { attempt } from '../toasts.tsx'

/** What signs deliveries. */
export function SettingsSigning() {
  const session = useSession()
  return (
    <>
      <PageHead title="Signing secret" organization={session.organization().name} />
      <Show
        when={session.may('manage_signing_secret')}
        fallback={<RoleNeeded what="The signing secret is for its admins and owners." />}
      >
        <Panel
          title="Secret"
          lead="Every delivery is signed with it, by Standard Webhooks, so that receivers can tell it is yours. Who reveals it stands in the audit log."
        >
          <SigningSecret
            onReveal={() => attempt(api.signingSecret())}
            onRotate={() => attempt(api.rotateSigningSecret(24))}
          />
        </Panel>
      </Show>
    </>
  )
}
