import type { Job } from '@prikke/contract'
import { For, type JSX, Show } from 'solid-js'
import { Instant } from '../parts/instant.tsx'
import { formatDuration } from '../words/span.ts'

const catchUps = {
  latest: 'Runs the newest of those missed',
  all: 'Runs all that were missed, up to 100',
  none: 'Runs none of those missed',
}

/** All that is set of a job, to read. */
export function Configuration(props: { job: Job; sentence: string | undefined }) {
  const headers = () => Object.entries(props.job.headers)
  return (
    <div class="grid gap-x-10 gap-y-8 lg:grid-cols-2">
      <Group title="Request">
        <Row label="Target">
          <span class="font-mono text-xs break-all">
            {props.job.method} {props.job.url}
          </span>
        </Row>
        <Row label="Headers">
          <Show when={headers().length > 0} fallback="None">
            <ul class="flex flex-col gap-1 font-mono text-xs break-all">
              <For each={headers()}>
                {([name, value]) => (
                  <li>
                    {name}: {typeof value === 'string' ? value : '••• (secret)'}
                  </li>
                )}
              </For>
            </ul>
          </Show>
        </Row>
        <Row label="Body">
          <Show when={props.job.body} fallback="None">
            {body => (
              <pre
                // What scrolls must be reachable by keyboard.
                tabindex="0"
                class="max-h-64 overflow-auto rounded-lg bg-sunken p-3 font-mono text-xs whitespace-pre-wrap wrap-anywhere"
              >
                {body()}
              </pre>
            )}
          </Show>
        </Row>
      </Group>
      <div class="flex flex-col gap-8">
        <Group title="Schedule">
          <Row label="Runs">
            <Show when={props.job.scheduledAt} fallback={props.sentence}>
              {at => (
                <>
                  Once, at <Instant at={at()} zone={props.job.timezone} />
                </>
              )}
            </Show>
          </Row>
          <Show when={props.job.cronExpression}>
            {cron => (
              <Row label="Expression">
                <code class="font-mono text-xs">{cron()}</code>
              </Row>
            )}
          </Show>
          <Row label="Time zone">{props.job.timezone}</Row>
        </Group>
        <Group title="Delivery">
          <Row label="Timeout">{formatDuration(props.job.timeoutMs)}</Row>
          <Row label="Retries">{props.job.retryAttempts || 'None'}</Row>
          <Row label="Overlap">
            {props.job.overlap === 'skip'
              ? 'Skips a run while another is not over'
              : 'Runs side by side'}
          </Row>
          <Row label="After downtime">{catchUps[props.job.catchUp]}</Row>
          <Row label="Alerts">
            {props.job.alertOn === 'every'
              ? 'At each failure, and when it recovers'
              : 'When it starts to fail, and when it recovers'}
          </Row>
        </Group>
        <Group title="About">
          <Show when={props.job.key}>
            {key => (
              <Row label="Key">
                <code class="font-mono text-xs break-all">{key()}</code>
              </Row>
            )}
          </Show>
          <Row label="Made">
            <Instant at={props.job.createdAt} />
          </Row>
          <Row label="Changed">
            <Instant at={props.job.updatedAt} />
          </Row>
        </Group>
      </div>
    </div>
  )
}

function Group(props: { title: string; children: JSX.Element }) {
  return (
    <section class="flex min-w-0 flex-col gap-1">
      <h3 class="text-sm font-semibold">{props.title}</h3>
      <dl class="divide-y divide-line">{props.children}</dl>
    </section>
  )
}

function Row(props: { label: string; children: JSX.Element }) {
  return (
    <div class="grid gap-x-4 gap-y-1 py-2.5 text-sm sm:grid-cols-[8rem_minmax(0,1fr)]">
      <dt class="text-muted">{props.label}</dt>
      <dd class="min-w-0">{props.children}</dd>
    </div>
  )
}
