import type { Execution, ExecutionSummary } from '@prikke/contract'
import { A } from '@solidjs/router'
import RotateCw from 'lucide-solid/icons/rotate-cw'
import { For, Show } from 'solid-js'
import { Instant } from '../parts/instant.tsx'
import { StatusBadge } from '../parts/status-badge.tsx'
import { statusOfExecution } from '../words/status.ts'

/** The execution that this one repeats, and those that repeat it. */
export function Kin(props: { execution: Execution; replays: readonly ExecutionSummary[] }) {
  return (
    <>
      <Show when={props.execution.replayOf}>
        {id => (
          <p class="card flex flex-wrap items-center gap-2 px-5 py-3 text-sm">
            <RotateCw class="size-4 text-muted" />
            {props.execution.edited ? 'This ran again, with an edited request,' : 'This ran again'}
            <A class="link" href={`/executions/${id()}`}>
              an earlier execution
            </A>
          </p>
        )}
      </Show>
      <Show when={props.replays.length > 0}>
        <section
          aria-label="Replays of this"
          class="card flex flex-wrap items-center gap-x-6 gap-y-2 px-5 py-3 text-sm"
        >
          <p class="flex items-center gap-2">
            <RotateCw class="size-4 text-muted" /> It was replayed
          </p>
          <ul class="flex flex-wrap gap-x-6 gap-y-2">
            <For each={props.replays}>
              {replay => (
                <li class="flex items-center gap-2">
                  <A class="link" href={`/executions/${replay.id}`}>
                    <Instant at={replay.scheduledFor} relative />
                  </A>
                  <StatusBadge status={statusOfExecution(replay)} />
                </li>
              )}
            </For>
          </ul>
        </section>
      </Show>
    </>
  )
}
