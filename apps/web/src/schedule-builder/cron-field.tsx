import type { Preview } from '@prikke/contract'
import { createSignal, For, Show } from 'solid-js'
import type { ScheduleFault } from '../draft-preview.ts'
import { Field } from '../parts/field.tsx'
import { fieldAt, fieldSpans } from '../words/cron-text.ts'

const fields = [
  { name: 'Minute', takes: '0–59' },
  { name: 'Hour', takes: '0–23' },
  { name: 'Day', takes: '1–31' },
  { name: 'Month', takes: '1–12, JAN–DEC' },
  { name: 'Weekday', takes: '0–7, SUN–SAT' },
] as const

type Props = {
  value: string
  error: string | undefined
  preview: Preview | undefined
  fault: ScheduleFault | null
  onChange: (expression: string) => void
}

/** A cron expression, of which the field at the caret is pointed out and explained. */
export function CronField(props: Props) {
  const [place, setPlace] = createSignal<number | null>(null)
  let input!: HTMLInputElement
  const follow = () => setPlace(input.selectionStart)
  const spans = () => fieldSpans(props.value)
  const isMacro = () => props.value.trim().startsWith('@')
  /** The field that is wrong, or the one at the caret. */
  const active = () => {
    const at = place()
    return at === null || isMacro() ? wrong() : fieldAt(props.value, at)
  }
  const wrong = () => {
    const position = props.fault?.position
    return position === undefined ? null : fieldAt(props.value, position)
  }
  const select = (index: number) => {
    input.focus()
    const span = spans()[index]
    if (span !== undefined && !isMacro()) input.setSelectionRange(span.start, span.end)
    follow()
  }
  const textOf = (index: number) =>
    (isMacro() ? props.preview?.fields[index]?.text : spans()[index]?.text) ?? '–'

  return (
    <div class="flex flex-col gap-3">
      <Field label="Cron expression" path="cronExpression" error={props.error}>
        {control => (
          <input
            ref={input}
            type="text"
            class="input font-mono text-lg tracking-wide"
            autocomplete="off"
            autocapitalize="off"
            spellcheck={false}
            {...control}
            value={props.value}
            onInput={event => {
              props.onChange(event.currentTarget.value)
              follow()
            }}
            onKeyUp={follow}
            onClick={follow}
            onFocus={follow}
            onBlur={() => setPlace(null)}
          />
        )}
      </Field>
      <fieldset class="grid grid-cols-5 gap-1 sm:gap-2">
        <legend class="sr-only">Fields of the expression</legend>
        <For each={fields}>
          {(field, index) => (
            <button
              type="button"
              class="flex min-h-14 min-w-0 flex-col items-center justify-center rounded-lg border px-0.5 py-1.5 text-center"
              classList={{
                'border-accent bg-good-soft': active() === index() && wrong() !== index(),
                'border-bad bg-bad-soft': wrong() === index(),
                'border-line hover:bg-sunken': active() !== index() && wrong() !== index(),
              }}
              onClick={() => select(index())}
            >
              <span class="w-full truncate font-mono font-medium">{textOf(index())}</span>
              <span class="text-[0.6875rem] text-muted sm:text-xs">{field.name}</span>
            </button>
          )}
        </For>
      </fieldset>
      <Meaning
        index={active()}
        meaning={wrong() === null ? props.preview?.fields[active() ?? 0]?.meaning : undefined}
      />
    </div>
  )
}

/** What a field means as it stands, and what may stand in it. */
function Meaning(props: { index: number | null; meaning: string | undefined }) {
  const field = () => (props.index === null ? undefined : fields[props.index])
  return (
    <p class="min-h-10 text-sm text-muted">
      <Show
        when={field()}
        fallback="Minute, hour, day of month, month, day of week; or @hourly, @daily, @weekly, @monthly, @yearly."
      >
        {found => (
          <>
            <span class="text-ink">
              {found().name}
              <Show when={props.meaning}>: {props.meaning}</Show>.
            </span>{' '}
            Takes {found().takes}; <code>*</code> any, <code>*/5</code> every fifth,{' '}
            <code>1-5</code> a range, <code>1,3</code> a list.
          </>
        )}
      </Show>
    </p>
  )
}
