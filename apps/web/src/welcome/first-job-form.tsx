import type { ProblemBody } from '@prikke/contract'
import Play from 'lucide-solid/icons/play'
import { createSignal, type JSX, Show } from 'solid-js'
import { fieldErrors } from '../api-error.ts'
import type { DraftPreview } from '../draft-preview.ts'
import { Button } from '../parts/button.tsx'
import { Chips } from '../parts/chips.tsx'
import { now } from '../parts/clock.ts'
import { Form } from '../parts/form.tsx'
import { TextField } from '../parts/text-field.tsx'
import { ZonePicker } from '../schedule-builder/zone-picker.tsx'
import { type FirstSchedule, firstSchedules } from '../words/first-job.ts'
import { formatWallTime } from '../words/instant.ts'
import { formatRelative } from '../words/span.ts'

type Props = {
  url: string
  schedule: FirstSchedule
  cronExpression: string
  timezone: string
  /** The plan's; what comes oftener is not offered. */
  shortestMinutes: number
  check: DraftPreview
  problem: ProblemBody | null
  busy: boolean
  button: string
  /** What is sent beside the URL. */
  request: string | null
  /** Another way to fill it in. */
  fill: JSX.Element
  onPaste: (text: string) => boolean
  onChange: (
    change: Partial<{ url: string; cronExpression: string; timezone: string }> & {
      schedule?: FirstSchedule
    },
  ) => void
  onSubmit: () => Promise<void>
}

/** The least that a job needs, each with a choice that works as it is. */
export function FirstJobForm(props: Props) {
  const [isAbroad, setIsAbroad] = createSignal(false)
  const errors = () => fieldErrors(props.problem)
  const schedules = () =>
    firstSchedules
      .filter(({ minutes }) => minutes >= props.shortestMinutes)
      .map(({ key, label }) => [key, label] as const)
  return (
    <Form problem={props.problem} class="gap-8" onSubmit={props.onSubmit}>
      <Step number={1} title="What to call">
        <TextField
          label="URL"
          type="url"
          autocomplete="off"
          spellcheck={false}
          value={props.url}
          error={errors().url}
          help="This one is Prikke’s own and answers with what it was sent. Leave it, or put yours here."
          onInput={url => props.onChange({ url })}
          onPaste={event => {
            const text = event.clipboardData?.getData('text/plain') ?? ''
            if (props.onPaste(text)) event.preventDefault()
          }}
        />
        <div class="-ml-4 flex flex-wrap items-center gap-x-4">
          {props.fill}
          <Show when={props.request}>
            <p class="text-sm text-muted max-sm:ml-4">{props.request}</p>
          </Show>
        </div>
      </Step>
      <Step number={2} title="When">
        <Chips
          label="Schedule"
          options={[...schedules(), ['own', 'Cron…'] as const]}
          value={props.schedule}
          onChange={schedule => props.onChange({ schedule })}
        />
        <Show when={props.schedule === 'own'}>
          <TextField
            class="sm:max-w-xs"
            label="Cron expression"
            autocomplete="off"
            spellcheck={false}
            value={props.cronExpression}
            error={errors().cronExpression}
            onInput={cronExpression => props.onChange({ cronExpression })}
          />
        </Show>
        <p class="text-sm">
          <span aria-live="polite" class="font-medium">
            {props.check.reason() ?? props.check.preview()?.description ?? '…'}
          </span>
          <Show when={props.check.reason() === null && props.check.preview()?.runs[0]}>
            {next => (
              <span class="text-muted">
                : next on {formatWallTime(next().local)}, {formatRelative(next().at, now())}
              </span>
            )}
          </Show>
        </p>
        <Show
          when={isAbroad()}
          fallback={
            <p class="text-sm text-muted">
              Your time zone is {props.timezone}.{' '}
              <button type="button" class="link min-h-6" onClick={() => setIsAbroad(true)}>
                Take another
              </button>
            </p>
          }
        >
          <div class="sm:max-w-xs">
            <ZonePicker
              value={props.timezone}
              error={errors().timezone}
              onChange={timezone => props.onChange({ timezone })}
            />
          </div>
        </Show>
      </Step>
      <Step number={3} title="Go">
        <Button
          type="submit"
          look="primary"
          class="self-start"
          busy={props.busy}
          busyLabel="Creating…"
        >
          <Play class="size-4" /> {props.button}
        </Button>
      </Step>
    </Form>
  )
}

function Step(props: { number: number; title: string; children: JSX.Element }) {
  return (
    <section class="grid grid-cols-[2rem_minmax(0,1fr)] gap-x-4 gap-y-3">
      <span
        aria-hidden="true"
        class="flex size-8 items-center justify-center rounded-full bg-good-soft text-sm font-semibold text-good"
      >
        {props.number}
      </span>
      <h2 class="self-center text-base font-semibold">{props.title}</h2>
      <div class="col-start-2 flex min-w-0 flex-col gap-4 max-sm:col-span-full max-sm:col-start-1">
        {props.children}
      </div>
    </section>
  )
}
