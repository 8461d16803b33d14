import { A } from '@solidjs/router'
import { Show } from 'solid-js'
import { SelectField } from '../parts/select-field.tsx'
import { TextField } from '../parts/text-field.tsx'
import type { JobDraft } from '../words/job-draft.ts'
import { FoldedSection } from './section.tsx'
import { TagsField } from './tags-field.tsx'

type Props = {
  draft: JobDraft
  errors: Record<string, string>
  knownTags: readonly string[]
  /** Who is told, by the names of the channels; undefined while that is not known. */
  told: readonly string[] | undefined
  onChange: (change: Partial<JobDraft>) => void
}

const alerts = [
  ['change', 'When it starts failing and when it recovers'],
  ['every', 'Every time it fails'],
] as const

/** Who hears of failures, and by which words the job is found again. */
export function AlertSection(props: Props) {
  const saying = () => {
    const when = props.draft.alertOn === 'every' ? 'each failure' : 'failing and recovery'
    return [`Told of ${when}`, ...props.draft.tags].join(', ')
  }
  return (
    <FoldedSection title="Alerts and labels" saying={saying()}>
      <SelectField
        label="Alert"
        path="alertOn"
        value={props.draft.alertOn}
        options={alerts}
        error={props.errors.alertOn}
        help={<Told names={props.told} />}
        onChange={alertOn => props.onChange({ alertOn })}
      />
      <div class="grid gap-5 sm:grid-cols-2">
        <TagsField
          tags={props.draft.tags}
          known={props.knownTags}
          error={Object.entries(props.errors).find(([path]) => path.startsWith('tags'))?.[1]}
          onChange={tags => props.onChange({ tags })}
        />
        <TextField
          label="Key"
          path="key"
          value={props.draft.key}
          autocomplete="off"
          spellcheck={false}
          help="Optional: a name of yours by which programs and PUT /api/sync find the job."
          error={props.errors.key}
          onInput={key => props.onChange({ key })}
        />
      </div>
    </FoldedSection>
  )
}

function Told(props: { names: readonly string[] | undefined }) {
  return (
    <Show when={props.names}>
      {names => (
        <Show
          when={names().length > 0}
          fallback={
            <>
              Nobody is told yet:{' '}
              <A href="/settings" class="link">
                add a channel
              </A>
              .
            </>
          }
        >
          Told: {names().join(', ')}.
        </Show>
      )}
    </Show>
  )
}
