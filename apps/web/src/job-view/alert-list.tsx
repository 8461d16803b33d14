import type { Alert } from '@prikke/contract'
import { A } from '@solidjs/router'
import Check from 'lucide-solid/icons/check'
import CircleDashed from 'lucide-solid/icons/circle-dashed'
import ScrollText from 'lucide-solid/icons/scroll-text'
import X from 'lucide-solid/icons/x'
import { For, Show } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import { Instant } from '../parts/instant.tsx'
import { isLogged } from '../words/is-logged.ts'

const kinds = { email: 'E-mail', slack: 'Slack', discord: 'Discord', webhook: 'Webhook' }
const types = {
  'execution.failed': 'Failure',
  'job.recovered': 'Recovery',
  'channel.test': 'Sample',
}
const states = {
  pending: { icon: CircleDashed, word: 'On its way', tone: 'text-muted', isPlain: true },
  sent: { icon: Check, word: 'Sent', tone: 'text-good', isPlain: true },
  dead: { icon: X, word: 'Not delivered', tone: 'text-bad', isPlain: false },
  logged: { icon: ScrollText, word: 'In the log', tone: 'text-warn', isPlain: false },
}

const stateOf = (alert: Alert) => states[isLogged(alert) ? 'logged' : alert.status]

/** What was told of a job, to whom, and what the receiver answered. */
export function AlertList(props: { alerts: readonly Alert[] }) {
  return (
    <ol class="divide-y divide-line text-sm">
      <For each={props.alerts}>
        {alert => (
          <li class="flex flex-wrap items-start gap-x-4 gap-y-1 py-3">
            <span
              class={`flex w-32 shrink-0 items-center gap-2 font-medium ${stateOf(alert).tone}`}
            >
              <Dynamic component={stateOf(alert).icon} class="size-4 shrink-0" />
              {stateOf(alert).word}
            </span>
            <div class="min-w-0 flex-1 basis-56">
              <p class="wrap-anywhere">
                {types[alert.type]} by {kinds[alert.kind]} to {alert.target}
              </p>
              <p class="wrap-anywhere text-muted">
                <Instant at={alert.createdAt} />
                <Show when={!stateOf(alert).isPlain && alert.answer}>
                  {answer => <>: {answer()}</>}
                </Show>
              </p>
            </div>
            <Show when={alert.executionId}>
              {id => (
                <A href={`/executions/${id()}`} class="link min-h-6">
                  The run
                </A>
              )}
            </Show>
          </li>
        )}
      </For>
    </ol>
  )
}
