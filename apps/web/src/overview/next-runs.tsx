import type { Job } from '@prikke/contract'
import { A } from '@solidjs/router'
import { For, Show } from 'solid-js'
import { Instant } from '../parts/instant.tsx'

/** What runs next, counting down. */
export function NextRuns(props: { jobs: readonly Job[] }) {
  return (
    <Show
      when={props.jobs.length > 0}
      fallback={
        <p class="text-sm text-muted">
          No run is planned: every job is paused or has run for the last time.
        </p>
      }
    >
      <ol class="-my-2 flex flex-col divide-y divide-line text-sm">
        <For each={props.jobs}>
          {job => (
            <li class="flex items-baseline justify-between gap-4 py-2.5">
              <A
                href={`/jobs/${job.id}`}
                class="min-w-0 truncate font-medium underline-offset-3 hover:underline"
                title={job.name}
              >
                {job.name}
              </A>
              <Instant at={job.nextRunAt ?? ''} relative class="shrink-0 whitespace-nowrap" />
            </li>
          )}
        </For>
      </ol>
    </Show>
  )
}
