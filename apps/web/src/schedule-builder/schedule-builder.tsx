import { createSignal, Show } from 'solid-js'
import type { DraftPreview } from '../draft-preview.ts'
import { Tabs } from '../parts/tabs.tsx'
import { TextField } from '../parts/text-field.tsx'
import type { JobDraft } from '../words/job-draft.ts'
import { onceNote } from '../words/once-note.ts'
import { cronOf, simpleOf } from '../words/simple-schedule.ts'
import { CronField } from './cron-field.tsx'
import { SimpleFields } from './simple-fields.tsx'
import { ZonePicker } from './zone-picker.tsx'

const tabs = [
  { key: 'simple', label: 'Simple' },
  { key: 'cron', label: 'Cron' },
  { key: 'once', label: 'Once' },
] as const
type Key = (typeof tabs)[number]['key']

type Props = {
  draft: JobDraft
  errors: Record<string, string>
  check: DraftPreview
  onChange: (change: Partial<JobDraft>) => void
}

/** When a job runs: a rhythm, a cron expression or one time, in a zone. */
export function ScheduleBuilder(props: Props) {
  const simple = () => simpleOf(props.draft.cronExpression)
  const [repeated, setRepeated] = createSignal<'simple' | 'cron'>(simple() ? 'simple' : 'cron')
  const chosen = (): Key => (props.draft.scheduleType === 'once' ? 'once' : repeated())

  const choose = (key: Key) => {
    if (key === 'once') return props.onChange(onceFrom(props.draft, props.check))
    setRepeated(key)
    props.onChange({ scheduleType: 'cron' })
  }
  const cronError = () => {
    const fault = props.check.fault()
    return props.errors.cronExpression ?? (fault?.path === 'cronExpression' ? fault.message : '')
  }

  return (
    <div class="flex min-w-0 flex-col gap-5">
      <Tabs label="Kind of schedule" tabs={tabs} chosen={chosen()} onChoose={choose}>
        {key => {
          if (key === 'simple') {
            return (
              <SimpleFields
                simple={simple()}
                expression={props.draft.cronExpression}
                onChange={rhythm => props.onChange({ cronExpression: cronOf(rhythm) })}
              />
            )
          }
          return key === 'once' ? (
            <OnceField {...props} />
          ) : (
            <CronField
              value={props.draft.cronExpression}
              error={cronError() || undefined}
              preview={props.check.preview()}
              fault={props.check.fault()}
              onChange={cronExpression => props.onChange({ cronExpression })}
            />
          )
        }}
      </Tabs>
      <ZonePicker
        value={props.draft.timezone}
        error={props.errors.timezone}
        onChange={timezone => props.onChange({ timezone })}
      />
    </div>
  )
}

function OnceField(props: Props) {
  const note = () => onceNote(props.draft.runAt, props.draft.timezone)
  return (
    <div class="flex flex-col gap-3">
      <TextField
        class="sm:max-w-xs"
        label="Date and time"
        path="scheduledAt"
        type="datetime-local"
        step="1"
        value={props.draft.runAt}
        error={props.errors.scheduledAt}
        help="It runs once and is over. What the other tabs say is put aside until you save."
        onInput={runAt => props.onChange({ runAt })}
      />
      <Show when={note()}>
        {words => <p class="rounded-lg bg-warn-soft p-3 text-sm">{words()}</p>}
      </Show>
    </div>
  )
}

/** Once begins with the time at which the repetition would run next. */
function onceFrom(draft: JobDraft, check: DraftPreview): Partial<JobDraft> {
  const next = check.preview()?.runs[0]?.local
  const isOwn = draft.runAt !== '' || next === undefined
  return isOwn ? { scheduleType: 'once' } : { scheduleType: 'once', runAt: next }
}
