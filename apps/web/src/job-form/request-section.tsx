import type { JSX } from 'solid-js'
import { SelectField } from '../parts/select-field.tsx'
import { TextField } from '../parts/text-field.tsx'
import type { JobDraft } from '../words/job-draft.ts'
import { BodyField } from './body-field.tsx'
import { HeaderFields } from './header-fields.tsx'
import { Section } from './section.tsx'

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'] as const

type Props = {
  draft: JobDraft
  errors: Record<string, string>
  /** Ways to fill the section, beside its title. */
  beside?: JSX.Element
  onChange: (change: Partial<JobDraft>) => void
  /** What is pasted into the field of the URL; true when it was more than a URL and is taken care of. */
  onPaste?: ((text: string) => boolean) | undefined
}

/** What is sent, and where. */
export function RequestSection(props: Props) {
  return (
    <Section title="Request" beside={props.beside}>
      <TextField
        label="Name"
        path="name"
        value={props.draft.name}
        autocomplete="off"
        error={props.errors.name}
        onInput={name => props.onChange({ name })}
      />
      <div class="grid gap-5 sm:grid-cols-[8rem_1fr]">
        <SelectField
          label="Method"
          path="method"
          value={props.draft.method}
          options={methods.map(method => [method, method] as const)}
          error={props.errors.method}
          onChange={method => props.onChange({ method })}
        />
        <TextField
          label="URL"
          path="url"
          type="url"
          placeholder="https://"
          value={props.draft.url}
          autocomplete="off"
          spellcheck={false}
          error={props.errors.url}
          onInput={url => props.onChange({ url })}
          onPaste={event => {
            const text = event.clipboardData?.getData('text/plain') ?? ''
            if (props.onPaste?.(text)) event.preventDefault()
          }}
        />
      </div>
      <HeaderFields
        headers={props.draft.headers}
        errors={props.errors}
        onChange={headers => props.onChange({ headers })}
      />
      <BodyField draft={props.draft} error={props.errors.body} onChange={props.onChange} />
    </Section>
  )
}
