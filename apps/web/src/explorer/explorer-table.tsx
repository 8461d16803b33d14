import type { ExecutionSummary } from '@prikke/contract'
import { A } from '@solidjs/router'
import { createEffect, For, on, Show } from 'solid-js'
import { createMediaQuery } from '../media-query.ts'
import { Instant } from '../parts/instant.tsx'
import { StatusBadge } from '../parts/status-badge.tsx'
import { isOpen, statusOfExecution } from '../words/status.ts'
import { type Column, cellOf } from './columns.ts'
import type { Row } from './row-list.ts'
import { createRowWindow } from './row-window.ts'

/** With the line above it, or the gap below it. */
const pitches = { table: 45, cards: 116 }
/** So many rows before the end more are fetched. */
const early = 40

type Props = {
  rows: readonly Row[]
  columns: readonly Column[]
  selected: ReadonlySet<string>
  onSelect: (id: string, on: boolean, isRange: boolean) => void
  onSelectAll: (on: boolean) => void
  /** The end is near. */
  onEnd: () => void
  /** Takes the element around the rows, whose keys are bound elsewhere. */
  ref?: (list: HTMLElement) => void
}

/** Executions by the thousand, of which only those in sight are in the document; cards on a narrow screen. */
export function ExplorerTable(props: Props) {
  const isNarrow = createMediaQuery('(width < 48rem)')
  const pitch = () => (isNarrow() ? pitches.cards : pitches.table)
  const view = createRowWindow({ count: () => props.rows.length, pitch })
  createEffect(on([() => props.rows, pitch], view.look))
  createEffect(() => {
    if (view.end() > props.rows.length - early) props.onEnd()
  })
  const isAll = () => props.rows.length > 0 && props.selected.size >= props.rows.length
  return (
    <table
      class="w-full table-fixed text-sm max-md:block"
      classList={{ 'md:min-w-[78rem]': props.columns.length > 4 }}
      aria-rowcount={props.rows.length + 1}
    >
      <thead class="max-md:sr-only">
        <tr
          class="text-left text-muted *:px-3 *:pb-3 *:font-medium *:whitespace-nowrap"
          aria-rowindex={1}
        >
          <th scope="col" class="w-11">
            <label class="-m-3 inline-flex size-11 items-center justify-center align-middle">
              <input
                type="checkbox"
                aria-label="Select all that are loaded"
                class="size-4"
                checked={isAll()}
                onChange={event => props.onSelectAll(event.currentTarget.checked)}
              />
            </label>
          </th>
          <th scope="col" class="w-36">
            Status
          </th>
          <th scope="col" class="w-54">
            Planned
          </th>
          <th scope="col">Job</th>
          <For each={props.columns}>
            {column => (
              <th scope="col" class={column.width} classList={{ 'text-right': column.isFigure }}>
                {column.word}
              </th>
            )}
          </For>
        </tr>
      </thead>
      <Space rows={view.first()} pitch={pitch()} ref={view.measure} />
      <tbody class="max-md:block" ref={element => props.ref?.(element)}>
        <For each={props.rows.slice(view.first(), view.end())}>
          {(row, index) => (
            <ExplorerRow
              execution={row.execution()}
              columns={props.columns}
              position={view.first() + index() + 2}
              isSelected={props.selected.has(row.id)}
              onSelect={(on, isRange) => props.onSelect(row.id, on, isRange)}
            />
          )}
        </For>
      </tbody>
      <Space rows={props.rows.length - view.end()} pitch={pitch()} />
    </table>
  )
}

/** Stands for the rows that are out of sight. */
const Space = (props: { rows: number; pitch: number; ref?: (element: HTMLElement) => void }) => (
  <tbody class="max-md:block" ref={element => props.ref?.(element)}>
    <tr class="max-md:block">
      <td
        class="p-0 max-md:block"
        style={{ height: `${Math.max(0, props.rows) * props.pitch}px` }}
      />
    </tr>
  </tbody>
)

function ExplorerRow(props: {
  execution: ExecutionSummary
  columns: readonly Column[]
  position: number
  isSelected: boolean
  onSelect: (on: boolean, isRange: boolean) => void
}) {
  const progress = () => {
    const { status, attempt, maxAttempts } = props.execution
    return isOpen(status) && attempt > 0 && maxAttempts > 1
      ? `${attempt} of ${maxAttempts}`
      : undefined
  }
  return (
    <tr
      data-row={props.execution.id}
      aria-rowindex={props.position}
      class="relative max-md:mb-2 max-md:grid max-md:h-27 max-md:grid-cols-[2.5rem_minmax(0,1fr)_auto] max-md:content-center max-md:gap-x-2 max-md:gap-y-1 max-md:rounded-xl max-md:border max-md:border-line max-md:bg-surface max-md:pr-4 md:h-[45px] md:border-t md:border-line md:*:truncate md:*:px-3 md:hover:bg-sunken/60"
      classList={{ 'bg-good-soft!': props.isSelected }}
    >
      <td class="max-md:row-span-3 max-md:flex max-md:items-center max-md:justify-center">
        <label class="relative z-1 -m-3 inline-flex size-11 items-center justify-center align-middle">
          <input
            type="checkbox"
            aria-label="Select"
            class="size-4"
            checked={props.isSelected}
            onClick={event => props.onSelect(event.currentTarget.checked, event.shiftKey)}
          />
        </label>
      </td>
      <td class="max-md:order-2 max-md:pt-1 max-md:text-right">
        <StatusBadge status={statusOfExecution(props.execution)} note={progress()} />
      </td>
      <td class="max-md:order-3 max-md:col-span-2 max-md:col-start-2 max-md:truncate">
        <A
          href={`/executions/${props.execution.id}`}
          class="after:absolute after:inset-0 md:font-medium"
        >
          <Instant at={props.execution.scheduledFor} />
        </A>
      </td>
      <td class="max-md:order-1 max-md:col-start-2 max-md:truncate max-md:font-medium">
        {props.execution.jobName ?? <span class="text-muted">Deleted</span>}
      </td>
      <td class="order-4 col-span-2 col-start-2 truncate text-muted md:hidden">
        {inShort(props.execution)}
      </td>
      <For each={props.columns}>
        {({ key, isFigure }) => (
          <td
            class="max-md:hidden"
            classList={{ 'text-right': isFigure, 'font-mono': key === 'id' }}
          >
            <Show when={key === 'error'} fallback={cellOf(props.execution, key)}>
              <span title={props.execution.errorMessage ?? undefined}>
                {cellOf(props.execution, key)}
              </span>
            </Show>
          </td>
        )}
      </For>
    </tr>
  )
}

/** What a card says of an execution in one line. */
function inShort(execution: ExecutionSummary): string {
  const { statusCode, errorCode, durationMs, trigger } = execution
  const how = statusCode ?? errorCode
  return [
    ...(how === null ? [] : [String(how)]),
    ...(durationMs === null ? [] : [cellOf(execution, 'took')]),
    ...(trigger === 'schedule' ? [] : [cellOf(execution, 'trigger')]),
  ].join(' · ')
}
