import type { ExecutionSummary } from '@prikke/contract'
import { A } from '@solidjs/router'
import { For, Show } from 'solid-js'
import { listKeys } from '../keyboard/list-keys.ts'
import { formatDuration } from '../words/span.ts'
import { isOpen, statusOfExecution } from '../words/status.ts'
import { Instant } from './instant.tsx'
import { StatusBadge } from './status-badge.tsx'

const triggers = { schedule: null, manual: 'Run now', replay: 'Replay' }

/** Executions as a table; on a narrow screen each row is a card. */
export function ExecutionTable(props: {
  executions: readonly ExecutionSummary[]
  /** Whether they are of several jobs, which are named then. */
  ofMany?: boolean
}) {
  return (
    <table class="w-full text-sm max-md:block">
      <thead class="max-md:sr-only">
        <tr class="text-left text-muted *:px-4 *:pb-3 *:font-medium *:whitespace-nowrap">
          <th scope="col">Status</th>
          <th scope="col">Scheduled for</th>
          <th scope="col" class="text-right">
            Code
          </th>
          <th scope="col" class="text-right">
            Late by
          </th>
          <th scope="col" class="text-right">
            Took
          </th>
        </tr>
      </thead>
      <tbody ref={listKeys()} class="max-md:flex max-md:flex-col max-md:gap-3">
        <For each={props.executions}>
          {execution => <ExecutionRow execution={execution} ofMany={props.ofMany === true} />}
        </For>
      </tbody>
    </table>
  )
}

function ExecutionRow(props: { execution: ExecutionSummary; ofMany: boolean }) {
  const progress = () => {
    const { status, attempt, maxAttempts } = props.execution
    return isOpen(status) && attempt > 0 && maxAttempts > 1
      ? `${attempt} of ${maxAttempts}`
      : undefined
  }
  return (
    <tr data-row={props.execution.id} class="row">
      <td class="max-md:order-2">
        <StatusBadge status={statusOfExecution(props.execution)} note={progress()} />
      </td>
      <td class="max-md:order-1">
        <A
          href={`/executions/${props.execution.id}`}
          class="font-medium after:absolute after:inset-0"
        >
          <Instant at={props.execution.scheduledFor} />
        </A>
        <Show when={props.ofMany}>
          <p>{props.execution.jobName ?? 'A deleted job'}</p>
        </Show>
        <Show when={!props.ofMany && triggers[props.execution.trigger]}>
          {words => <p class="text-muted">{words()}</p>}
        </Show>
      </td>
      <Figure label="Code">{props.execution.statusCode ?? '–'}</Figure>
      <Figure label="Late by">{formatDuration(props.execution.latenessMs)}</Figure>
      <Figure label="Took">{formatDuration(props.execution.durationMs)}</Figure>
    </tr>
  )
}

function Figure(props: { label: string; children: string | number }) {
  return (
    <td class="whitespace-nowrap max-md:order-4 md:text-right">
      <span aria-hidden="true" class="text-muted md:hidden">
        {props.label}{' '}
      </span>
      {props.children}
    </td>
  )
}
