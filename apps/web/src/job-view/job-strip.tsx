import type { Job } from '@prikke/contract'
import { For, Show } from 'solid-js'
import { Instant } from '../parts/instant.tsx'

/** What a job does in one look: when, where, and what comes next. */
export function JobStrip(props: { job: Job; sentence: string | undefined }) {
  return (
    <section
      aria-label="Schedule"
      class="card grid gap-x-8 gap-y-4 p-5 sm:grid-cols-[minmax(0,1fr)_auto] sm:p-6"
    >
      <div class="flex min-w-0 flex-col gap-1.5">
        <p class="text-lg leading-snug font-medium" title={props.job.cronExpression ?? undefined}>
          {props.sentence ?? props.job.cronExpression}
        </p>
        <p class="font-mono text-xs break-all text-muted">
          {props.job.method} {props.job.url}
        </p>
        <Show when={props.job.tags.length > 0}>
          <ul aria-label="Tags" class="flex flex-wrap gap-1.5 pt-1">
            <For each={props.job.tags}>
              {tag => (
                <li class="rounded-full bg-sunken px-2.5 py-0.5 text-xs text-muted">{tag}</li>
              )}
            </For>
          </ul>
        </Show>
      </div>
      <div class="flex flex-col gap-0.5 text-sm sm:items-end sm:text-right">
        <Show
          when={props.job.nextRunAt}
          fallback={<p class="text-muted">{noneWords(props.job)}</p>}
        >
          {at => (
            <>
              <p class="text-muted">Next run</p>
              <p class="text-lg leading-snug font-medium">
                <Instant at={at()} relative />
              </p>
              <p class="text-muted">
                <Instant at={at()} zone={props.job.timezone} />
              </p>
            </>
          )}
        </Show>
        {/* An instant in UTC says so itself. */}
        <Show when={props.job.timezone !== 'UTC'}>
          <p class="text-muted">{props.job.timezone}</p>
        </Show>
      </div>
    </section>
  )
}

const noneWords = ({ enabled, scheduleType }: Job) => {
  if (!enabled) return 'No run is planned while it is off.'
  return scheduleType === 'once' ? 'It was for one time, which has passed.' : 'No run is planned.'
}
