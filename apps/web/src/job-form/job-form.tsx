import type { ProblemBody } from '@prikke/contract'
import type { JSX } from 'solid-js'
import type { JobDraft } from '../words/job-draft.ts'
import { Field } from './field.tsx'
import { Form } from './form.tsx'
import { HeaderFields } from './header-fields.tsx'
import { ScheduleFields } from './schedule-fields.tsx'
import { SelectField } from './select-field.tsx'
import { TextField } from './text-field.tsx'

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'] as const

type Props = {
  draft: JobDraft
  errors: Record<string, string>
  problem: ProblemBody | null
  /** The buttons; the first one of type submit is what Enter means. */
  actions: JSX.Element
  onChange: (change: Partial<JobDraft>) => void
  onSubmit: () => Promise<void>
}

/** Everything that makes a job, with what was wrong under each field. */
export function JobForm(props: Props) {
  return (
    <Form problem={props.problem} class="gap-6" onSubmit={props.onSubmit}>
      <Section title="Request">
        <RequestFields {...props} />
      </Section>
      <Section title="Schedule">
        <ScheduleFields draft={props.draft} errors={props.errors} onChange={props.onChange} />
      </Section>
      <Section title="Delivery">
        <DeliveryFields {...props} />
      </Section>
      <div class="flex flex-wrap gap-2">{props.actions}</div>
    </Form>
  )
}

function Section(props: { title: string; children: JSX.Element }) {
  return (
    <section class="card flex flex-col gap-5 p-5 sm:p-6">
      <h2 class="text-base font-semibold">{props.title}</h2>
      {props.children}
    </section>
  )
}

function RequestFields(props: Pick<Props, 'draft' | 'errors' | 'onChange'>) {
  return (
    <>
      <TextField
        label="Name"
        value={props.draft.name}
        autocomplete="off"
        error={props.errors.name}
        onInput={name => props.onChange({ name })}
      />
      <div class="grid gap-5 sm:grid-cols-[8rem_1fr]">
        <SelectField
          label="Method"
          value={props.draft.method}
          options={methods.map(method => [method, method] as const)}
          error={props.errors.method}
          onChange={method => props.onChange({ method })}
        />
        <TextField
          label="URL"
          type="url"
          placeholder="https://"
          value={props.draft.url}
          autocomplete="off"
          spellcheck={false}
          error={props.errors.url}
          onInput={url => props.onChange({ url })}
        />
      </div>
      <HeaderFields
        headers={props.draft.headers}
        errors={props.errors}
        onChange={headers => props.onChange({ headers })}
      />
      <Field
        label="Body"
        error={props.errors.body}
        help="Sent as JSON when it is JSON, else as plain text, unless a Content-Type header says so."
      >
        {control => (
          <textarea
            class="input min-h-24 font-mono text-sm"
            spellcheck={false}
            {...control}
            value={props.draft.body}
            onInput={event => props.onChange({ body: event.currentTarget.value })}
          />
        )}
      </Field>
    </>
  )
}

function DeliveryFields(props: Pick<Props, 'draft' | 'errors' | 'onChange'>) {
  return (
    <div class="grid gap-5 sm:grid-cols-2">
      <TextField
        label="Timeout in seconds"
        inputmode="decimal"
        value={props.draft.timeoutSeconds}
        help="From 1 to 300, for one attempt in all."
        error={props.errors.timeoutMs}
        onInput={timeoutSeconds => props.onChange({ timeoutSeconds })}
      />
      <TextField
        label="Retries"
        inputmode="numeric"
        placeholder={props.draft.scheduleType === 'cron' ? '0' : '5'}
        value={props.draft.retryAttempts}
        help="At most 20, each after a longer pause."
        error={props.errors.retryAttempts}
        onInput={retryAttempts => props.onChange({ retryAttempts })}
      />
      <SelectField
        label="Overlap"
        value={props.draft.overlap}
        options={[
          ['allow', 'Run beside an earlier one'],
          ['skip', 'Skip while one is running'],
        ]}
        error={props.errors.overlap}
        onChange={overlap => props.onChange({ overlap })}
      />
      <SelectField
        label="After downtime"
        value={props.draft.catchUp}
        options={[
          ['latest', 'Run the latest missed time'],
          ['all', 'Run all missed times'],
          ['none', 'Run none of them'],
        ]}
        error={props.errors.catchUp}
        onChange={catchUp => props.onChange({ catchUp })}
      />
      <SelectField
        class="sm:col-span-2"
        label="Alert"
        value={props.draft.alertOn}
        options={[
          ['change', 'When it starts failing and when it recovers'],
          ['every', 'Every time it fails'],
        ]}
        error={props.errors.alertOn}
        onChange={alertOn => props.onChange({ alertOn })}
      />
    </div>
  )
}
