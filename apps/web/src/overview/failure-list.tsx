import type { Failures } from '@prikke/contract'
import { A } from '@solidjs/router'
import { createSignal, For, Show } from 'solid-js'
import { Button, buttonClass } from '../parts/button.tsx'
import { Instant } from '../parts/instant.tsx'
import { nameCause } from '../words/cause.ts'
import { explainOutcome } from '../words/explain-outcome.ts'
import { formatCount } from '../words/number.ts'

export type FailureGroup = Failures['data'][number]

/** More than these would push the rest of the page out of sight. */
const few = 5

type Props = {
  groups: readonly FailureGroup[]
  /** Whether the job still stands as failing. */
  isFailing: (jobId: string) => boolean
  /** Whether the job is on, so that it can be paused. */
  mayAct: boolean
  onReplay: (group: FailureGroup) => void
  onPause: (group: FailureGroup) => void
}

/** What failed lately, by job and by what was wrong; jobs that still fail come first. */
export function FailureList(props: Props) {
  const [all, setAll] = createSignal(false)
  const ordered = () => [
    ...props.groups.filter(({ jobId }) => props.isFailing(jobId)),
    ...props.groups.filter(({ jobId }) => !props.isFailing(jobId)),
  ]
  const shown = () => (all() ? ordered() : ordered().slice(0, few))
  return (
    <Show
      when={props.groups.length > 0}
      fallback={<p class="text-sm text-muted">Nothing failed in the last 24 hours.</p>}
    >
      <ul class="-my-4 flex flex-col divide-y divide-line">
        <For each={shown()}>
          {group => (
            <li class="flex flex-wrap items-start gap-x-6 gap-y-3 py-4">
              <Cause group={group} isFailing={props.isFailing(group.jobId)} />
              <div class="flex flex-wrap gap-2 max-sm:w-full">
                <A href={`/executions/${group.lastExecutionId}`} class={buttonClass()}>
                  Open
                </A>
                <Show when={props.mayAct && group.jobName !== null}>
                  <Button onClick={() => props.onReplay(group)}>Replay</Button>
                  <Show when={props.isFailing(group.jobId)}>
                    <Button onClick={() => props.onPause(group)}>Pause</Button>
                  </Show>
                </Show>
              </div>
            </li>
          )}
        </For>
      </ul>
      <Show when={shown().length < props.groups.length}>
        <Button look="quiet" class="self-start" onClick={() => setAll(true)}>
          Show {props.groups.length - shown().length} more
        </Button>
      </Show>
    </Show>
  )
}

/** All of them, in the explorer. */
const addressOf = ({ jobId, errorCode, statusCode }: FailureGroup) =>
  `/executions?status=failed&status=timeout&jobId=${jobId}&errorCode=${errorCode}${statusCode === null ? '' : `&statusCode=${statusCode}`}`

function Cause(props: { group: FailureGroup; isFailing: boolean }) {
  const times = () => formatCount(props.group.count)
  return (
    <div class="flex min-w-56 flex-1 flex-col gap-1 text-sm">
      <p class="flex flex-wrap items-baseline gap-x-2 text-base">
        <Show when={props.group.jobName} fallback={<span class="font-medium">A deleted job</span>}>
          {name => (
            <A
              href={`/jobs/${props.group.jobId}`}
              class="font-medium wrap-anywhere underline-offset-3 hover:underline"
            >
              {name()}
            </A>
          )}
        </Show>
        <A href={addressOf(props.group)} class="text-bad underline-offset-3 hover:underline">
          {nameCause(props.group)}
          <Show when={props.group.count > 1}>
            <span aria-hidden="true"> ×{times()}</span>
            <span class="sr-only">, {times()} times</span>
          </Show>
        </A>
        <Show when={!props.isFailing}>
          <span class="text-sm text-good">works again</span>
        </Show>
      </p>
      <p class="text-muted">
        <Show when={props.group.count > 1} fallback={<Instant at={props.group.lastAt} relative />}>
          Since <Instant at={props.group.firstAt} relative />, last{' '}
          <Instant at={props.group.lastAt} relative />
        </Show>
      </p>
      <p class="max-w-prose text-muted">{explainOutcome({ ...props.group, errorMessage: null })}</p>
    </div>
  )
}
