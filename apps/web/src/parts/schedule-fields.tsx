import { For, Show } from 'solid-js'
import type { JobDraft } from '../words/job-draft.ts'
import { SelectField } from './select-field.tsx'
import { TextField } from './text-field.tsx'

const zones = ['UTC', ...Intl.supportedValuesOf('timeZone').filter(zone => zone !== 'UTC')]

/** When a job runs: by cron or once, in which zone. */
export function ScheduleFields(props: {
  draft: JobDraft
  errors: Record<string, string>
  onChange: (change: Partial<JobDraft>) => void
}) {
  return (
    <div class="grid gap-5 sm:grid-cols-2">
      <SelectField
        label="Runs"
        value={props.draft.scheduleType}
        options={[
          ['cron', 'Again and again'],
          ['once', 'Once'],
        ]}
        error={props.errors.scheduleType}
        onChange={scheduleType => props.onChange({ scheduleType })}
      />
      <TextField
        label="Time zone"
        value={props.draft.timezone}
        list="zones"
        autocomplete="off"
        spellcheck={false}
        error={props.errors.timezone}
        onInput={timezone => props.onChange({ timezone })}
      />
      <datalist id="zones">
        <For each={zones}>{zone => <option value={zone} />}</For>
      </datalist>
      <Show
        when={props.draft.scheduleType === 'cron'}
        fallback={
          <TextField
            class="sm:col-span-2"
            label="Date and time"
            type="datetime-local"
            step="1"
            value={props.draft.runAt}
            error={props.errors.scheduledAt}
            onInput={runAt => props.onChange({ runAt })}
          />
        }
      >
        <TextField
          class="sm:col-span-2"
          label="Cron expression"
          value={props.draft.cronExpression}
          autocomplete="off"
          spellcheck={false}
          help="Minute, hour, day of month, month, day of week; or @hourly, @daily, @weekly, @monthly, @yearly."
          error={props.errors.cronExpression}
          onInput={cronExpression => props.onChange({ cronExpression })}
        />
      </Show>
    </div>
  )
}
