import type { Usage } from '@prikke/contract'
import TriangleAlert from 'lucide-solid/icons/triangle-alert'
import { For, type JSX, Show } from 'solid-js'
import type { DraftPreview } from '../draft-preview.ts'
import { UpcomingRuns } from '../parts/upcoming-runs.tsx'
import { rateInWords, shareInWords, tooOften } from '../words/run-rate.ts'

/** What a schedule means: its sentence, its next runs, how often that is, and what to look out for. */
export function SchedulePreview(props: {
  check: DraftPreview
  timezone: string
  usage: Usage | undefined
}) {
  const preview = () => (props.check.reason() === null ? props.check.preview() : undefined)
  const rate = () => {
    const runs = preview()?.runsPerMonth
    if (runs === undefined || runs === null) return null
    return `${rateInWords(runs)}${shareInWords(runs, props.usage)}.`
  }
  const refused = () => tooOften(preview()?.intervalMinutes ?? null, props.usage)
  return (
    <div class="flex flex-col gap-4" classList={{ 'opacity-60': props.check.stale() }}>
      <div aria-live="polite" class="flex flex-col gap-4">
        <Show when={preview()} fallback={<None check={props.check} />}>
          {found => (
            <div class="flex flex-col gap-1">
              <p class="text-lg leading-snug font-medium" data-part="sentence">
                {found().description}
              </p>
              <Show when={rate()}>
                <p class="text-sm text-muted">{rate()}</p>
              </Show>
            </div>
          )}
        </Show>
        <Show when={refused()}>{words => <Warning>{words()}</Warning>}</Show>
      </div>
      <Show when={preview()}>
        {found => (
          <Show
            when={found().runs.length > 0}
            fallback={<p class="text-sm text-muted">It does not run again.</p>}
          >
            <UpcomingRuns runs={found().runs} timezone={props.timezone} />
          </Show>
        )}
      </Show>
      <div aria-live="polite" class="flex flex-col gap-4 empty:hidden">
        <For each={preview()?.warnings}>{warning => <Warning>{warning.message}</Warning>}</For>
      </div>
    </div>
  )
}

/** What stands where there is nothing to show: a schedule that never runs, one that is wrong, none. */
function None(props: { check: DraftPreview }) {
  const never = () => props.check.fault()?.code === 'cron_never_fires'
  return (
    <>
      <Show when={never()}>
        <p class="text-lg leading-snug font-medium" data-part="sentence">
          Never
        </p>
      </Show>
      <Show
        when={props.check.fault()}
        fallback={
          <p class="text-sm text-muted">{props.check.reason() ?? 'Reading the schedule…'}</p>
        }
      >
        {fault => <Warning>{fault().message}</Warning>}
      </Show>
    </>
  )
}

function Warning(props: { children: JSX.Element }) {
  return (
    <p class="flex gap-2 rounded-lg bg-warn-soft p-3 text-sm">
      <TriangleAlert class="mt-0.5 size-4 shrink-0 text-warn" />
      <span class="min-w-0 wrap-anywhere">{props.children}</span>
    </p>
  )
}
