import type { Preview } from '@prikke/contract'
import TriangleAlert from 'lucide-solid/icons/triangle-alert'
import { For, Show } from 'solid-js'
import { UpcomingRuns } from './upcoming-runs.tsx'

/** What a schedule means: its sentence, its next runs, and what to look out for. */
export function SchedulePreview(props: {
  preview: Preview | undefined
  /** Why there is none. */
  reason: string | null
  /** True while a newer answer is on its way. */
  stale: boolean
  timezone: string
}) {
  return (
    <section aria-labelledby="preview" class="card flex flex-col gap-4 p-5 sm:p-6">
      <h2 id="preview" class="text-base font-semibold">
        Preview
      </h2>
      <div aria-live="polite" class="flex flex-col gap-4" classList={{ 'opacity-60': props.stale }}>
        <Show
          when={props.reason === null && props.preview}
          fallback={<p class="text-sm text-muted">{props.reason ?? 'Reading the schedule…'}</p>}
        >
          {preview => (
            <>
              <p class="text-lg leading-snug font-medium">{preview().description}</p>
              <Show
                when={preview().runs.length > 0}
                fallback={<p class="text-sm text-muted">It does not run again.</p>}
              >
                <UpcomingRuns runs={preview().runs} timezone={props.timezone} />
              </Show>
              <For each={preview().warnings}>
                {warning => (
                  <p class="flex gap-2 rounded-lg bg-warn-soft p-3 text-sm">
                    <TriangleAlert class="mt-0.5 size-4 shrink-0 text-warn" />
                    {warning.message}
                  </p>
                )}
              </For>
            </>
          )}
        </Show>
      </div>
    </section>
  )
}
