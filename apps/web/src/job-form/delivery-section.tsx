import { SelectField } from '../parts/select-field.tsx'
import { TextField } from '../parts/text-field.tsx'
import type { JobDraft } from '../words/job-draft.ts'
import { RetryTimeline } from './retry-timeline.tsx'
import { FoldedSection } from './section.tsx'

type Props = {
  draft: JobDraft
  errors: Record<string, string>
  onChange: (change: Partial<JobDraft>) => void
}

const overlaps = [
  ['allow', 'Run beside it'],
  ['skip', 'Skip that time'],
] as const
const catchUps = [
  ['latest', 'Run the latest missed time'],
  ['all', 'Run all missed times, up to 100'],
  ['none', 'Run none of them'],
] as const

/** How hard Prikke tries, and what becomes of times that collide or were missed. */
export function DeliverySection(props: Props) {
  const byDefault = () => (props.draft.scheduleType === 'cron' ? '0' : '5')
  const retries = () => {
    const typed = Number(props.draft.retryAttempts || byDefault())
    return Number.isInteger(typed) && typed >= 0 && typed <= 20 ? typed : 0
  }
  const saying = () => {
    const again = retries() === 0 ? 'no retries' : `${retries()} retries`
    const overlap = props.draft.overlap === 'skip' ? ', skips while one runs' : ''
    return `${props.draft.timeoutSeconds} s timeout, ${again}${overlap}`
  }
  return (
    <FoldedSection title="Delivery" saying={saying()}>
      <div class="grid gap-5 sm:grid-cols-2">
        <TextField
          label="Timeout in seconds"
          path="timeoutMs"
          inputmode="decimal"
          value={props.draft.timeoutSeconds}
          help="From 1 to 300, for one attempt in all."
          error={props.errors.timeoutMs}
          onInput={timeoutSeconds => props.onChange({ timeoutSeconds })}
        />
        <TextField
          label="Retries"
          path="retryAttempts"
          inputmode="numeric"
          placeholder={byDefault()}
          value={props.draft.retryAttempts}
          help="From 0 to 20, each after a longer pause."
          error={props.errors.retryAttempts}
          onInput={retryAttempts => props.onChange({ retryAttempts })}
        />
      </div>
      <RetryTimeline retries={retries()} />
      <div class="grid gap-5 sm:grid-cols-2">
        <SelectField
          label="While an earlier run is not over"
          path="overlap"
          value={props.draft.overlap}
          options={overlaps}
          error={props.errors.overlap}
          onChange={overlap => props.onChange({ overlap })}
        />
        <SelectField
          label="After downtime of Prikke"
          path="catchUp"
          value={props.draft.catchUp}
          options={catchUps}
          error={props.errors.catchUp}
          onChange={catchUp => props.onChange({ catchUp })}
        />
      </div>
    </FoldedSection>
  )
}
