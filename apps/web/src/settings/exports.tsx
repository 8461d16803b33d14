import Download from 'lucide-solid/icons/download'
import { Show } from 'solid-js'
import { buttonClass } from '../parts/button.tsx'

/** Everything as a file: the browser fetches it by itself, however large it is. */
export function Exports(props: { organization: { id: string; name: string }; mayExport: boolean }) {
  return (
    <div class="flex flex-col gap-5 text-sm">
      <Show
        when={props.mayExport}
        fallback={
          <p class="text-muted">All of {props.organization.name} is for its owners to export.</p>
        }
      >
        <div class="flex flex-col items-start gap-3">
          <p>
            Jobs, every version of them, history, members, channels, keys and the audit log of{' '}
            {props.organization.name}, as one JSON file. Secrets are left out.
          </p>
          <a
            href={`/api/organizations/${props.organization.id}/export`}
            rel="external"
            download=""
            class={buttonClass()}
          >
            <Download class="size-4" /> Export the organization
          </a>
        </div>
      </Show>
      <div class="flex flex-col items-start gap-3">
        <p>What is kept of you: your account, devices, invites, mail and what you did.</p>
        <a href="/api/me/export" rel="external" download="" class={buttonClass()}>
          <Download class="size-4" /> Export my account
        </a>
      </div>
    </div>
  )
}
