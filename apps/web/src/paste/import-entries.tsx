import type { ImportEntry } from '@prikke/contract'
import { A } from '@solidjs/router'
import Check from 'lucide-solid/icons/check'
import CircleDashed from 'lucide-solid/icons/circle-dashed'
import Info from 'lucide-solid/icons/info'
import LoaderCircle from 'lucide-solid/icons/loader-circle'
import TriangleAlert from 'lucide-solid/icons/triangle-alert'
import X from 'lucide-solid/icons/x'
import { For, type JSX, Match, Show, Switch } from 'solid-js'
import { Instant } from '../parts/instant.tsx'
import { EntryDetails } from './entry-details.tsx'
import type { ImportState } from './import-state.ts'

type Row = { entry: ImportEntry; state: ImportState; isChosen: boolean }
type Props = {
  rows: readonly Row[]
  /** Nothing is chosen anew while they are being made. */
  isBusy: boolean
  onChoose: (index: number, isChosen: boolean) => void
}

/** A pasted text line by line: what each would become, or why it becomes nothing. */
export function ImportEntries(props: Props) {
  return (
    <ol class="flex flex-col">
      <For each={props.rows}>
        {(row, index) => (
          <Line
            row={row}
            isBusy={props.isBusy}
            onChoose={isChosen => props.onChoose(index(), isChosen)}
          />
        )}
      </For>
    </ol>
  )
}

function Line(props: { row: Row; isBusy: boolean; onChoose: (isChosen: boolean) => void }) {
  const entry = () => props.row.entry
  const title = () => entry().job?.name ?? entry().source
  const canBeMade = () => entry().job !== null && entry().problem === null
  const isOver = () => props.row.state.kind === 'made'
  return (
    <li class="flex gap-3 border-t border-line py-4 first:border-t-0">
      <div class="flex w-11 shrink-0 justify-center">
        <Show
          when={canBeMade()}
          fallback={
            <Show
              when={entry().problem !== null}
              fallback={<Info class="mt-0.5 size-4 text-muted" aria-label="A setting" />}
            >
              <TriangleAlert class="mt-0.5 size-4 text-warn" aria-label="Cannot be made" />
            </Show>
          }
        >
          <label class="-mt-3 flex size-11 items-center justify-center">
            <input
              type="checkbox"
              class="size-4"
              aria-label={`Import line ${entry().line}, ${title()}`}
              checked={props.row.isChosen}
              disabled={props.isBusy || isOver()}
              onChange={event => props.onChoose(event.currentTarget.checked)}
            />
          </label>
        </Show>
      </div>
      <div class="flex min-w-0 flex-1 flex-col gap-1.5 text-sm">
        <div class="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
          <p class="min-w-0 font-medium wrap-anywhere">
            <Show when={entry().job} fallback={<code class="font-mono text-xs">{title()}</code>}>
              {title()}
            </Show>
          </p>
          <span class="text-muted">Line {entry().line}</span>
        </div>
        <Show when={entry().job}>
          {job => (
            <p class="text-muted break-all">
              {job().method} {job().url}
            </p>
          )}
        </Show>
        <Show when={entry().description}>
          {words => (
            <p>
              {words()}
              <Show when={entry().nextRun}>
                {at => (
                  <span class="text-muted">
                    , next <Instant at={at()} zone={entry().job?.timezone ?? 'UTC'} />
                  </span>
                )}
              </Show>
            </p>
          )}
        </Show>
        <Show when={entry().problem}>
          {words => <p class="font-medium text-warn">{words()}</p>}
        </Show>
        <Outcome state={props.row.state} />
        <Details entry={entry()} />
      </div>
    </li>
  )
}

/** A setting has only this to say: it stands open. What makes no job says why, and that is all. */
function Details(props: { entry: ImportEntry }) {
  const { taken, dropped } = props.entry
  const counts = [
    taken.length === 0 ? null : `${taken.length} taken`,
    dropped.length === 0 ? null : `${dropped.length} left out or to be looked at`,
  ].filter(count => count !== null)
  return (
    <Show when={counts.length > 0}>
      <Show
        when={props.entry.job}
        fallback={
          <Show when={props.entry.problem === null}>
            <EntryDetails entry={props.entry} />
          </Show>
        }
      >
        <details>
          <summary class="link flex min-h-11 w-fit items-center md:min-h-6">
            {counts.join(', ')}
          </summary>
          <div class="flex flex-col gap-4 pt-2">
            <pre class="overflow-x-auto rounded-lg bg-sunken p-3 font-mono text-xs" tabindex="0">
              {props.entry.source}
            </pre>
            <EntryDetails entry={props.entry} />
          </div>
        </details>
      </Show>
    </Show>
  )
}

function Outcome(props: { state: ImportState }) {
  return (
    <Switch>
      <Match when={props.state.kind === 'waiting'}>
        <Said icon={<CircleDashed class="size-4" />} tone="text-muted">
          Waiting
        </Said>
      </Match>
      <Match when={props.state.kind === 'making'}>
        <Said icon={<LoaderCircle class="size-4 motion-safe:animate-spin" />} tone="text-calm">
          Making it
        </Said>
      </Match>
      <Match when={props.state.kind === 'made' && props.state}>
        {made => (
          <Said icon={<Check class="size-4" />} tone="text-good">
            Made:{' '}
            <A class="link" href={`/jobs/${made().id}`}>
              {made().name}
            </A>
          </Said>
        )}
      </Match>
      <Match when={props.state.kind === 'refused' && props.state}>
        {refused => (
          <Said icon={<X class="size-4" />} tone="text-bad">
            Not made: {refused().why}
          </Said>
        )}
      </Match>
    </Switch>
  )
}

function Said(props: { icon: JSX.Element; tone: string; children: JSX.Element }) {
  return (
    <p class={`flex items-center gap-1.5 font-medium ${props.tone}`}>
      <span class="shrink-0">{props.icon}</span>
      <span class="min-w-0 wrap-anywhere">{props.children}</span>
    </p>
  )
}
