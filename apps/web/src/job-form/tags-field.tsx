import X from 'lucide-solid/icons/x'
import { createUniqueId, For, Show } from 'solid-js'
import { Field } from '../parts/field.tsx'

type Props = {
  tags: readonly string[]
  /** Those that other jobs have. */
  known: readonly string[]
  error: string | undefined
  onChange: (tags: string[]) => void
}

/** Words by which a job is found: each becomes one with Enter, a comma, or when the field is left. */
export function TagsField(props: Props) {
  const list = createUniqueId()
  const add = (typed: string) => {
    const words = typed
      .split(',')
      .map(word => word.trim().toLowerCase())
      .filter(word => word !== '' && !props.tags.includes(word))
    if (words.length > 0) props.onChange([...new Set([...props.tags, ...words])])
  }
  const remove = (tag: string) => props.onChange(props.tags.filter(own => own !== tag))
  const takeAll = (input: HTMLInputElement) => {
    add(input.value)
    input.value = ''
  }
  return (
    <Field label="Tags" path="tags" error={props.error} help="Optional, up to 20.">
      {control => (
        <>
          <Show when={props.tags.length > 0}>
            <ul class="flex flex-wrap gap-1.5">
              <For each={props.tags}>
                {tag => (
                  <li class="inline-flex max-w-full items-center rounded-full bg-sunken pl-3 text-sm">
                    <span class="truncate">{tag}</span>
                    <button
                      type="button"
                      aria-label={`Remove the tag ${tag}`}
                      class="flex size-11 shrink-0 items-center justify-center rounded-full text-muted hover:text-ink md:size-8"
                      onClick={() => remove(tag)}
                    >
                      <X class="size-3.5" />
                    </button>
                  </li>
                )}
              </For>
            </ul>
          </Show>
          <input
            type="text"
            class="input"
            list={list}
            autocomplete="off"
            {...control}
            onInput={event => {
              const input = event.currentTarget
              // A suggestion that was picked comes without a key that would end it.
              const isWhole = input.value.endsWith(',') || !('inputType' in event)
              if (isWhole) takeAll(input)
            }}
            onKeyDown={event => {
              const input = event.currentTarget
              if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey && input.value) {
                event.preventDefault()
                takeAll(input)
              }
              const last = props.tags.at(-1)
              if (event.key === 'Backspace' && input.value === '' && last) remove(last)
            }}
            onBlur={event => takeAll(event.currentTarget)}
          />
          <datalist id={list}>
            <For each={props.known.filter(tag => !props.tags.includes(tag))}>
              {tag => <option value={tag} />}
            </For>
          </datalist>
        </>
      )}
    </Field>
  )
}
