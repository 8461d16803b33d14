import type { Job } from '@prikke/contract'
import Pause from 'lucide-solid/icons/pause'
import PowerOff from 'lucide-solid/icons/power-off'
import { Match, Show, Switch } from 'solid-js'
import { Button } from '../parts/button.tsx'
import { Instant } from '../parts/instant.tsx'
import { whoSwitchedOff } from '../words/pause.ts'

const advice = {
  gone: 'A target that answers 410 says that it is gone for good. Change the URL, or switch the job on if it is back.',
  unreadable: 'Edit the schedule, then switch the job on again.',
}

/** Says of a job that is off who switched it off, why, and when it goes on. */
export function OffNotice(props: {
  job: Job
  /** Left out where the viewer may not change it. */
  actions?: { busy: boolean; onResume: () => void; onChange: () => void } | undefined
}) {
  const by = () => whoSwitchedOff(props.job)
  return (
    <section
      aria-label={by() === 'person' ? 'This job is paused' : 'Prikke switched this job off'}
      class="card flex flex-wrap items-start gap-x-4 gap-y-3 bg-warn-soft p-4 text-sm"
    >
      <Show
        when={by() === 'person'}
        fallback={<PowerOff class="mt-0.5 size-4 shrink-0 text-warn" />}
      >
        <Pause class="mt-0.5 size-4 shrink-0 text-warn" />
      </Show>
      <div class="flex min-w-0 flex-1 basis-64 flex-col gap-1">
        <Switch>
          <Match when={by() === 'person'}>
            <p class="font-medium">
              Paused
              <Show when={props.job.pausedBy}>{name => <> by {name()}</>}</Show>
              <Show when={props.job.resumeAt} fallback=" until somebody resumes it">
                {at => (
                  <>
                    {' '}
                    until <Instant at={at()} />
                  </>
                )}
              </Show>
            </p>
            <Show when={props.job.pauseNote}>{note => <p class="wrap-anywhere">{note()}</p>}</Show>
            <Show when={props.job.resumeAt}>
              {at => (
                <p class="text-muted">
                  It goes on by itself <Instant at={at()} relative />. What fell into the pause is
                  not made up.
                </p>
              )}
            </Show>
          </Match>
          <Match when={true}>
            <p class="font-medium">Prikke switched this job off</p>
            <p>{props.job.pauseNote?.replace('Switched off: t', 'T')}</p>
            <p class="text-muted">{advice[by() === 'gone' ? 'gone' : 'unreadable']}</p>
          </Match>
        </Switch>
      </div>
      <Show when={props.actions}>
        {actions => (
          <div class="flex flex-wrap gap-2">
            <Show when={by() === 'person'}>
              <Button onClick={() => actions().onChange()}>Change</Button>
            </Show>
            <Button
              look="primary"
              busy={actions().busy}
              busyLabel="Resuming…"
              onClick={() => actions().onResume()}
            >
              {by() === 'person' ? 'Resume now' : 'Switch on again'}
            </Button>
          </div>
        )}
      </Show>
    </section>
  )
}
