import type { Execution } from '@prikke/contract'
import { A } from '@solidjs/router'
import ArrowRight from 'lucide-solid/icons/arrow-right'
import { type JSX, Show } from 'solid-js'
import { Instant } from '../parts/instant.tsx'
import { formatDuration } from '../words/span.ts'
import { isOpen } from '../words/status.ts'
import { triggerWords } from '../words/trigger.ts'

/** What an execution was: planned and started when, for which job, by whom, and how it went. */
export function ExecutionFacts(props: { execution: Execution }) {
  return (
    <section aria-label="In short" class="card flex flex-col gap-5 p-5 text-sm sm:p-6">
      <dl class="grid grid-cols-2 gap-x-6 gap-y-5 md:grid-cols-4">
        <Fact name="Status code">
          <span class="text-lg">{props.execution.statusCode ?? '–'}</span>
        </Fact>
        <Fact name="Took">
          <span class="text-lg">{formatDuration(props.execution.durationMs)}</span>
        </Fact>
        <Fact name="Late by">
          <span class="text-lg">{formatDuration(props.execution.latenessMs)}</span>
        </Fact>
        <Fact name="Attempts">
          <span class="text-lg">{attemptsOf(props.execution)}</span>
        </Fact>
      </dl>
      <dl class="grid gap-x-6 gap-y-5 border-t border-line pt-5 md:grid-cols-4">
        <Fact name="Job">
          <Show when={props.execution.jobName} fallback="Deleted">
            {name => (
              <A class="link" href={`/jobs/${props.execution.jobId}`}>
                {name()}
              </A>
            )}
          </Show>
        </Fact>
        <Fact name="Trigger">
          {triggerWords(props.execution)}
          <Show when={props.execution.replayId}>
            {id => (
              <>
                {' '}
                <A class="link" href={`/replays/${id()}`}>
                  with others
                </A>
              </>
            )}
          </Show>
        </Fact>
        <div class="flex min-w-0 flex-col gap-1 md:col-span-2">
          <dt class="text-muted">Planned and started</dt>
          <dd class="flex flex-wrap items-center gap-x-2 gap-y-1 font-medium">
            <Instant at={props.execution.scheduledFor} />
            <ArrowRight class="size-4 text-muted" aria-label="then" />
            <Show when={props.execution.startedAt} fallback={<Unstarted {...props} />}>
              {at => <Instant at={at()} />}
            </Show>
          </dd>
        </div>
        <Show when={props.execution.nextAttemptAt}>
          {at => (
            <Fact name="Next attempt">
              <Instant at={at()} relative />
            </Fact>
          )}
        </Show>
      </dl>
    </section>
  )
}

const Unstarted = (props: { execution: Execution }) => (
  <span class="text-muted">
    {isOpen(props.execution.status) ? 'not started yet' : 'never started'}
  </span>
)

function Fact(props: { name: string; children: JSX.Element }) {
  return (
    <div class="flex min-w-0 flex-col gap-1">
      <dt class="text-muted">{props.name}</dt>
      <dd class="font-medium wrap-anywhere">{props.children}</dd>
    </div>
  )
}

const attemptsOf = ({ attempt, maxAttempts }: Execution) => `${attempt} of ${maxAttempts}`
