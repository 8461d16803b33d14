import Plus from 'lucide-solid/icons/plus'
import Trash from 'lucide-solid/icons/trash'
import { createSignal, createUniqueId, For, Index, lazy, Show } from 'solid-js'
import { Portal } from 'solid-js/web'
import { Button } from '../parts/button.tsx'
import type { HeaderDraft } from '../words/job-draft.ts'
import { sentence } from '../words/sentence.ts'

const Credentials = lazy(async () => ({
  default: (await import('./credentials.tsx')).Credentials,
}))

const blank: HeaderDraft = { name: '', value: '', secret: false, kept: false }
/** By these names a header is taken for a secret, as the server does. */
const secretName = /^(proxy-)?authorization$|^cookie$|token|secret|password|api-?key/i
const suggested =
  'Accept Accept-Language Authorization Cache-Control Content-Type Cookie If-Match If-None-Match Origin Prefer Referer X-Api-Key X-Auth-Token X-Request-Id'

type Props = {
  headers: readonly HeaderDraft[]
  errors: Record<string, string>
  onChange: (headers: HeaderDraft[]) => void
}

/** The headers of a request, line by line; a secret one is written, never read. */
export function HeaderFields(props: Props) {
  const names = createUniqueId()
  const [isAsking, setIsAsking] = createSignal(false)
  const change = (index: number, changed: Partial<HeaderDraft>) =>
    props.onChange(props.headers.map((each, at) => (at === index ? { ...each, ...changed } : each)))
  const setAuthorization = (value: string) => {
    const others = props.headers.filter(({ name }) => name.toLowerCase() !== 'authorization')
    props.onChange([...others, { name: 'Authorization', value, secret: true, kept: false }])
  }
  return (
    <fieldset data-path="headers" class="flex min-w-0 flex-col gap-3">
      <legend class="mb-1.5 text-sm font-medium">Headers</legend>
      <datalist id={names}>
        <For each={suggested.split(' ')}>{name => <option value={name} />}</For>
      </datalist>
      <Index each={props.headers}>
        {(header, index) => (
          <HeaderLine
            header={header()}
            number={index + 1}
            names={names}
            error={props.errors[`headers.${header().name.trim()}`]}
            onChange={changed => change(index, changed)}
            onRemove={() => props.onChange(props.headers.filter((_, at) => at !== index))}
          />
        )}
      </Index>
      <div class="flex flex-wrap gap-2">
        <Button onClick={() => props.onChange([...props.headers, { ...blank }])}>
          <Plus class="size-4" /> Add header
        </Button>
        <Button look="quiet" onClick={() => setIsAsking(true)}>
          Add credentials
        </Button>
      </div>
      <Show when={isAsking()}>
        <Portal>
          <Credentials onClose={() => setIsAsking(false)} onGive={setAuthorization} />
        </Portal>
      </Show>
    </fieldset>
  )
}

function HeaderLine(props: {
  header: HeaderDraft
  number: number
  names: string
  error: string | undefined
  onChange: (changed: Partial<HeaderDraft>) => void
  onRemove: () => void
}) {
  const errorId = createUniqueId()
  const shared = () => ({
    'aria-invalid': props.error ? ('true' as const) : undefined,
    'aria-describedby': props.error ? errorId : undefined,
  })
  const guess = (name: string) => {
    const isSecret = secretName.test(name.trim()) && !props.header.secret
    if (isSecret) props.onChange({ secret: true })
  }
  return (
    <div
      class="flex flex-wrap items-center gap-2"
      data-path={`headers.${props.header.name.trim()}`}
    >
      <input
        class="input flex-1 max-sm:basis-full sm:min-w-44"
        placeholder="Header"
        aria-label={`Header ${props.number}`}
        list={props.names}
        autocomplete="off"
        spellcheck={false}
        value={props.header.name}
        {...shared()}
        onInput={event => props.onChange({ name: event.currentTarget.value })}
        onChange={event => guess(event.currentTarget.value)}
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
          class="size-4"
          checked={props.header.secret}
          onChange={event => props.onChange(turned(props.header, event.currentTarget.checked))}
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

/** What is typed may become a secret; what was one is not shown again. */
const turned = (header: HeaderDraft, secret: boolean): Partial<HeaderDraft> =>
  secret ? { secret } : { secret, kept: false, value: header.secret ? '' : header.value }
