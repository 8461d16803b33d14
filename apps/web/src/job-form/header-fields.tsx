import Plus from 'lucide-solid/icons/plus'
import Trash from 'lucide-solid/icons/trash'
import { createUniqueId, Index, Show } from 'solid-js'
import type { HeaderDraft } from '../words/job-draft.ts'
import { sentence } from '../words/sentence.ts'
import { Button } from './button.tsx'

const blank: HeaderDraft = { name: '', value: '', secret: false, kept: false }

/** The headers of a request, line by line; a secret one is written, never read. */
export function HeaderFields(props: {
  headers: readonly HeaderDraft[]
  errors: Record<string, string>
  onChange: (headers: HeaderDraft[]) => void
}) {
  const change = (index: number, changed: Partial<HeaderDraft>) =>
    props.onChange(props.headers.map((each, at) => (at === index ? { ...each, ...changed } : each)))
  return (
    <fieldset class="flex flex-col gap-3">
      <legend class="mb-1.5 text-sm font-medium">Headers</legend>
      <Index each={props.headers}>
        {(header, index) => (
          <HeaderLine
            header={header()}
            number={index + 1}
            error={props.errors[`headers.${header().name.trim()}`]}
            onChange={changed => change(index, changed)}
            onRemove={() => props.onChange(props.headers.filter((_, at) => at !== index))}
          />
        )}
      </Index>
      <Button class="self-start" onClick={() => props.onChange([...props.headers, { ...blank }])}>
        <Plus class="size-4" /> Add header
      </Button>
    </fieldset>
  )
}

function HeaderLine(props: {
  header: HeaderDraft
  number: number
  error: string | undefined
  onChange: (changed: Partial<HeaderDraft>) => void
  onRemove: () => void
}) {
  const errorId = createUniqueId()
  const shared = () => ({
    'aria-invalid': props.error ? ('true' as const) : undefined,
    'aria-describedby': props.error ? errorId : undefined,
  })
  return (
    <div class="flex flex-wrap items-center gap-2">
      <input
        class="input flex-1 max-sm:basis-full sm:min-w-32"
        placeholder="Header"
        aria-label={`Header ${props.number}`}
        autocomplete="off"
        spellcheck={false}
        value={props.header.name}
        {...shared()}
        onInput={event => props.onChange({ name: event.currentTarget.value })}
      />
      <input
        class="input min-w-0 flex-2 sm:min-w-40"
        type={props.header.secret ? 'password' : 'text'}
        placeholder={props.header.kept ? 'Kept; type to replace' : 'Value'}
        aria-label={`Value ${props.number}`}
        autocomplete="off"
        spellcheck={false}
        value={props.header.value}
        {...shared()}
        onInput={event => props.onChange({ value: event.currentTarget.value })}
      />
      <label class="flex min-h-11 items-center gap-2 px-1 text-sm">
        <input
          type="checkbox"
          class="size-4 accent-fill"
          checked={props.header.secret}
          onChange={event =>
            props.onChange({ secret: event.currentTarget.checked, value: '', kept: false })
          }
        />
        Secret
      </label>
      <button
        type="button"
        aria-label={`Remove line ${props.number}`}
        class="flex size-11 items-center justify-center rounded-lg text-muted hover:bg-sunken hover:text-ink"
        onClick={() => props.onRemove()}
      >
        <Trash class="size-4" />
      </button>
      <Show when={props.error}>
        {error => (
          <p id={errorId} class="w-full text-sm text-bad">
            {sentence(error(), 'This header')}
          </p>
        )}
      </Show>
    </div>
  )
}
