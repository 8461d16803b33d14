import type { SystemDatabase } from '@prikke/contract'
import { For, Show } from 'solid-js'
import { Instant } from '../parts/instant.tsx'
import { formatBytes } from '../words/size.ts'
import { CheckList } from './check-list.tsx'

/** How PostgreSQL stands: what is to be said, then its connections and its largest tables. */
export function DatabaseView(props: { database: SystemDatabase }) {
  const history = () => props.database.history
  return (
    <div class="flex flex-col gap-6 text-sm">
      <p class="text-muted">
        PostgreSQL {props.database.version}, up since{' '}
        <Instant at={props.database.startedAt} relative />, {formatBytes(props.database.sizeBytes)}.
        <Show when={history().oldest}>
          {oldest => (
            <>
              {' '}
              History has {history().days} days, {oldest()} to {history().newest}.
            </>
          )}
        </Show>
      </p>
      <CheckList checks={props.database.checks} />
      <Tables tables={props.database.tables} />
      <Sessions sessions={props.database.sessions} />
    </div>
  )
}

function Tables(props: { tables: SystemDatabase['tables'] }) {
  return (
    <div class="flex flex-col gap-2">
      <h3 class="font-medium">Largest tables</h3>
      <table class="w-full max-md:block">
        <thead class="max-md:sr-only">
          <tr class="text-left text-muted *:pr-4 *:pb-2 *:font-medium">
            <th scope="col">Table</th>
            <th scope="col" class="text-right">
              Size
            </th>
            <th scope="col" class="text-right">
              Indexes
            </th>
            <th scope="col" class="text-right">
              Rows, about
            </th>
            <th scope="col" class="text-right">
              Dead rows
            </th>
            <th scope="col" class="pr-0! text-right">
              Last vacuum
            </th>
          </tr>
        </thead>
        <tbody class="max-md:flex max-md:flex-col max-md:gap-3">
          <For each={props.tables}>{table => <TableRow table={table} />}</For>
        </tbody>
      </table>
    </div>
  )
}

function TableRow(props: { table: SystemDatabase['tables'][number] }) {
  return (
    <tr class="border-t border-line max-md:grid max-md:grid-cols-2 max-md:gap-x-4 max-md:gap-y-1 max-md:pt-3 md:*:py-2 md:*:pr-4">
      <th scope="row" class="text-left font-normal wrap-anywhere max-md:col-span-2">
        {props.table.name}
        <Show when={props.table.partitions > 0}>
          <span class="text-muted">
            , {props.table.partitions} {props.table.partitions === 1 ? 'part' : 'parts'}
          </span>
        </Show>
      </th>
      <td class="md:text-right">
        {formatBytes(props.table.totalBytes)}
        <span class="text-muted md:hidden"> in all</span>
      </td>
      <td class="md:text-right">
        {formatBytes(props.table.indexBytes)}
        <span class="text-muted md:hidden"> of indexes</span>
      </td>
      <td class="md:text-right">
        {grouped(props.table.liveRows)}
        <span class="text-muted md:hidden"> rows</span>
      </td>
      <td class="md:text-right">
        {grouped(props.table.deadRows)}
        <span class="text-muted md:hidden"> dead</span>
      </td>
      <td class="text-muted max-md:col-span-2 md:pr-0! md:text-right">
        <span class="md:hidden">Last vacuum: </span>
        <Show when={props.table.vacuumedAt} fallback="none yet">
          {at => <Instant at={at()} relative />}
        </Show>
      </td>
    </tr>
  )
}

function Sessions(props: { sessions: SystemDatabase['sessions'] }) {
  return (
    <div class="flex flex-col gap-2">
      <h3 class="font-medium">Connections</h3>
      <ul class="divide-y divide-line border-t border-line">
        <For each={props.sessions.byApplication}>
          {each => (
            <li class="flex flex-wrap justify-between gap-x-4 gap-y-1 py-2">
              <span class="wrap-anywhere">{each.application}</span>
              <span class="text-muted">
                {each.total}, {each.active} active
                {each.idleInTransaction > 0 && `, ${each.idleInTransaction} idle in a transaction`}
                {each.waiting > 0 && `, ${each.waiting} waiting for a lock`}
              </span>
            </li>
          )}
        </For>
      </ul>
    </div>
  )
}

const grouped = (count: number) => count.toLocaleString('en-US')
