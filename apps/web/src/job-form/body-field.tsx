import { Show } from 'solid-js'
import { Button } from '../parts/button.tsx'
import { Chips } from '../parts/chips.tsx'
import { contentTypeIn, type HeaderDraft, type JobDraft } from '../words/job-draft.ts'
import { type BodyKind, contentTypes, formatJson, jsonFault } from '../words/request-body.ts'
import { sentence } from '../words/sentence.ts'

const kinds: readonly (readonly [BodyKind, string])[] = [
  ['none', 'None'],
  ['json', 'JSON'],
  ['form', 'Form'],
  ['text', 'Text'],
]

const examples = {
  none: '',
  json: '{ "report": "daily" }',
  form: 'report=daily&format=csv',
  text: '',
}

type Props = {
  draft: JobDraft
  error: string | undefined
  onChange: (change: Partial<JobDraft>) => void
}

/** The body of a request, checked and formatted where it is JSON, with the header that names it. */
export function BodyField(props: Props) {
  const kind = () => props.draft.bodyKind
  const fault = () =>
    kind() === 'json' && props.draft.body !== '' ? jsonFault(props.draft.body) : null
  /** The content type that is not said yet, where Prikke would not say it by itself. */
  const offered = () => {
    const chosen = kind()
    if (chosen === 'none' || contentTypeIn(props.draft.headers) !== undefined) return null
    const isGuessed = chosen === 'form' ? false : (chosen === 'json') === (fault() === null)
    return isGuessed ? null : contentTypes[chosen]
  }
  const add = (value: string) => {
    const header: HeaderDraft = { name: 'Content-Type', value, secret: false, kept: false }
    props.onChange({ headers: [...props.draft.headers, header] })
  }
  return (
    <div class="flex flex-col gap-3" data-path="body">
      <Chips
        label="Body"
        options={kinds}
        value={kind()}
        onChange={bodyKind => props.onChange({ bodyKind })}
      />
      <Show when={kind() !== 'none'}>
        <textarea
          aria-label="Content of the body"
          class="input min-h-28 font-mono text-sm"
          spellcheck={false}
          placeholder={examples[kind()]}
          aria-invalid={props.error ? 'true' : undefined}
          value={props.draft.body}
          onInput={event => props.onChange({ body: event.currentTarget.value })}
        />
        <Show when={props.error}>
          {error => <p class="text-sm text-bad">{sentence(error(), 'The body')}</p>}
        </Show>
        <div class="flex flex-wrap items-center gap-2 text-sm">
          <Show when={kind() === 'json' && props.draft.body !== ''}>
            <Show
              when={fault()}
              fallback={
                <Button onClick={() => props.onChange({ body: formatJson(props.draft.body) })}>
                  Format
                </Button>
              }
            >
              {words => (
                <p role="status" class="text-warn">
                  {words()}
                </p>
              )}
            </Show>
          </Show>
          <Show when={offered()}>
            {type => (
              <Button class="max-w-full whitespace-normal!" onClick={() => add(type())}>
                Add Content-Type: {type()}
              </Button>
            )}
          </Show>
        </div>
        <Show when={['GET', 'HEAD'].includes(props.draft.method)}>
          <p class="text-sm text-muted">
            Most servers ignore the body of a {props.draft.method} request.{' '}
            <button type="button" class="link" onClick={() => props.onChange({ method: 'POST' })}>
              Send it by POST
            </button>
          </p>
        </Show>
      </Show>
    </div>
  )
}
