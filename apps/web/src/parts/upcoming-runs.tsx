import type { UpcomingRun } from '@prikke/contract'
import { For, Show } from 'solid-js'
import { formatInstant, formatWallTime, viewerZone } from '../words/instant.ts'
import { formatRelative } from '../words/span.ts'
import { presentFor } from './clock.ts'

const notes = {
  shifted: 'moved out of the hour that the clock skips',
  first_pass: 'only the first time of the hour that happens twice',
}

/** The next runs: in the zone of the job, in that of the viewer where it differs, and from now. */
export function UpcomingRuns(props: { runs: readonly UpcomingRun[]; timezone: string }) {
  const isElsewhere = () => props.timezone !== viewerZone()
  const changesOffset = () => new Set(props.runs.map(({ offset }) => offset)).size > 1
  return (
    <ol class="divide-y divide-line text-sm">
      <For each={props.runs}>
        {run => (
          <li class="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-0.5 py-2.5">
            <span>
              <time
                datetime={run.at}
                data-zone={props.timezone}
                ref={time => {
                  time.tabIndex = 0
                }}
              >
                {formatWallTime(run.local)}
              </time>{' '}
              <Show when={changesOffset()}>
                <span class="text-muted">{run.offset}</span>
              </Show>
            </span>
            <span class="text-muted">{formatRelative(run.at, presentFor(Date.parse(run.at)))}</span>
            <Show when={isElsewhere()}>
              <span class="w-full text-muted">{formatInstant(run.at)} for you</span>
            </Show>
            <Show when={run.note}>
              {note => <span class="w-full text-warn">{notes[note()]}</span>}
            </Show>
          </li>
        )}
      </For>
    </ol>
  )
}
