import type { ExecutionSummary } from '@prikke/contract'
import { A } from '@solidjs/router'
import { For } from 'solid-js'
import { formatDuration } from '../words/span.ts'
import { isOpen, statusOfExecution } from '../words/status.ts'
import { Instant } from './instant.tsx'
import { StatusBadge } from './status-badge.tsx'

const triggers = { schedule: 'Schedule', manual: 'Run now', replay: 'Replay' }

/** Executions of a job as a table; on a narrow screen each row is a card. */
export function ExecutionTable(props: { executions: readonly ExecutionSummary[] }) {
  return (
    <table class="w-full text-sm max-md:block">
      <thead class="max-md:sr-only">
        <tr class="text-left text-muted *:px-4 *:pb-3 *:font-medium">
          <th scope="col">Status</th>
          <th scope="col">Scheduled for</th>
          <th scope="col">Trigger</th>
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
      <tbody class="max-md:flex max-md:flex-col max-md:gap-3">
        <For each={props.executions}>{execution => <ExecutionRow execution={execution} />}</For>
      </tbody>
    </table>
  )
}

function ExecutionRow(props: { execution: ExecutionSummary }) {
  const tries = () =>
    props.execution.attempt > 1 || props.execution.maxAttempts > 1
      ? `${Math.max(props.execution.attempt, 1)} of ${props.execution.maxAttempts}`
      : undefined
  return (
    <tr class="row">
      <td class="max-md:order-2">
        <StatusBadge
          status={statusOfExecution(props.execution)}
          note={isOpen(props.execution.status) ? tries() : undefined}
        />
      </td>
      <td class="max-md:order-1">
        <A
          href={`/executions/${props.execution.id}`}
          class="font-medium after:absolute after:inset-0"
        >
          <Instant at={props.execution.scheduledFor} />
        </A>
      </td>
      <td class="text-muted max-md:order-3">{triggers[props.execution.trigger]}</td>
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
