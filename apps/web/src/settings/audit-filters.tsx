import { For, Show } from 'solid-js'
import { Button } from '../parts/button.tsx'
import { SelectField } from '../parts/select-field.tsx'
import { TextField } from '../parts/text-field.tsx'
import { subjectWords } from '../words/describe-act.ts'

/** What the list is narrowed to; a day is one of UTC. */
type AuditFilter = {
  about?: string | undefined
  actor?: string | undefined
  subject?: string | undefined
  from?: string | undefined
  to?: string | undefined
}

/** Narrows the audit log; what was chosen by a click on a name stands below, to be taken away. */
export function AuditFilters(props: {
  filter: AuditFilter
  /** What the chosen person or thing is called, as far as the list says. */
  nameOf: (id: string) => string
  onChange: (filter: AuditFilter) => void
}) {
  const chosen = () =>
    [
      { key: 'actor', words: 'By', id: props.filter.actor },
      { key: 'subject', words: 'About', id: props.filter.subject },
    ].flatMap(({ key, words, id }) =>
      id === undefined ? [] : [{ key, words: `${words} ${props.nameOf(id)}` }],
    )
  return (
    <div class="flex flex-col gap-3" data-filter>
      <div class="grid gap-3 sm:grid-cols-3">
        <SelectField
          label="About"
          value={props.filter.about ?? ''}
          options={subjectWords}
          onChange={about => props.onChange({ about: about || undefined })}
        />
        <TextField
          label="From (UTC)"
          type="date"
          value={props.filter.from ?? ''}
          onInput={from => props.onChange({ from: from || undefined })}
        />
        <TextField
          label="To, and with it (UTC)"
          type="date"
          value={props.filter.to ?? ''}
          onInput={to => props.onChange({ to: to || undefined })}
        />
      </div>
      <Show when={chosen().length > 0}>
        <ul class="flex flex-wrap gap-2">
          <For each={chosen()}>
            {({ key, words }) => (
              <li>
                <Button
                  aria-label={`Remove: ${words}`}
                  onClick={() => props.onChange({ [key]: undefined })}
                >
                  {words} <span aria-hidden="true">×</span>
                </Button>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </div>
  )
}
