import type { Job } from '@prikke/contract'
import { A } from '@solidjs/router'
import Bell from 'lucide-solid/icons/bell'
import SquareTerminal from 'lucide-solid/icons/square-terminal'
import Users from 'lucide-solid/icons/users'
import { type JSX, Show } from 'solid-js'
import { CopyButton } from '../parts/copy-button.tsx'
import { curlCommand } from '../words/curl-command.ts'

/** Where to go from the first success. */
export function NextDoors(props: { job: Job; told: readonly string[] | undefined }) {
  const call = () => {
    const { name, url, method, cronExpression, timezone } = props.job
    const job = { name, url, method, scheduleType: 'cron', cronExpression, timezone }
    const command = curlCommand({
      method: 'POST',
      url: `${location.origin}/api/jobs`,
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(job),
    })
    return `${command} \\\n  -H "Authorization: Bearer $PRIKKE_KEY"`
  }
  return (
    <section aria-label="What next" class="grid gap-4 md:grid-cols-3">
      <Door icon={<Bell class="size-5" />} title="Hear of failures">
        <p>
          <Show when={props.told?.length} fallback="Nobody is told yet when it fails.">
            {props.told?.join(', ')} is told when it starts failing, and when it recovers.
          </Show>
        </p>
        <A href="/settings" class="link">
          Add an e-mail or a channel
        </A>
      </Door>
      <Door icon={<SquareTerminal class="size-5" />} title="Make jobs by API">
        <p>The same job as one call, with a key of yours.</p>
        <CopyButton text={call()} label="Copy the call" />
      </Door>
      <Door icon={<Users class="size-5" />} title="Bring others in">
        <p>Who you invite sees the same jobs and hears of the same failures.</p>
        <A href="/settings/members" class="link">
          Invite somebody
        </A>
      </Door>
    </section>
  )
}

function Door(props: { icon: JSX.Element; title: string; children: JSX.Element }) {
  return (
    <div class="card flex flex-col items-start gap-2 p-5 text-sm">
      <span class="text-accent">{props.icon}</span>
      <h2 class="font-semibold">{props.title}</h2>
      {props.children}
    </div>
  )
}
