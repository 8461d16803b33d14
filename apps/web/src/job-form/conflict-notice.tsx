import { createSignal, createUniqueId, For, onMount, Show } from 'solid-js'
import { Button } from '../parts/button.tsx'
import type { FieldChange } from '../words/changed-fields.ts'
import type { JobDraft } from '../words/job-draft.ts'

type Field = keyof JobDraft

/** Says what somebody else saved meanwhile, field by field, and lets one choose between the two. */
export function ConflictNotice(props: {
  changes: readonly FieldChange[]
  busy: boolean
  /** Takes the fields in which the other's words are to stand. */
  onDecide: (theirs: readonly Field[]) => void
}) {
  let heading!: HTMLHeadingElement
  onMount(() => heading.focus())
  const [theirs, setTheirs] = createSignal<readonly Field[]>(
    props.changes.filter(change => !change.isContested).map(({ field }) => field),
  )
  const choose = (field: Field, isTheirs: boolean) =>
    setTheirs(all => [...all.filter(own => own !== field), ...(isTheirs ? [field] : [])])
  return (
    <section class="card flex flex-col gap-4 border-warn bg-warn-soft p-5">
      <div class="flex flex-col gap-1">
        <h2 ref={heading} tabindex="-1" class="text-base font-semibold outline-none">
          Somebody else saved this job meanwhile
        </h2>
        <p class="text-sm">
          <Show
            when={props.changes.length > 0}
            fallback="What they changed is what you have here as well, so yours can be saved as it is."
          >
            Nothing was overwritten, and what you typed is still here. Choose what is to stand in
            each field that they changed.
          </Show>
        </p>
      </div>
      <For each={props.changes}>
        {change => (
          <Choice
            change={change}
            isTheirs={theirs().includes(change.field)}
            onChoose={isTheirs => choose(change.field, isTheirs)}
          />
        )}
      </For>
      <Button
        look="primary"
        class="self-start"
        busy={props.busy}
        busyLabel="Saving…"
        onClick={() => props.onDecide(theirs())}
      >
        Save with these choices
      </Button>
    </section>
  )
}

function Choice(props: {
  change: FieldChange
  isTheirs: boolean
  onChoose: (isTheirs: boolean) => void
}) {
  const name = createUniqueId()
  const sides = [
    { isTheirs: false, label: 'Yours', words: () => props.change.mine },
    { isTheirs: true, label: 'Saved meanwhile', words: () => props.change.theirs },
  ]
  return (
    <fieldset class="min-w-0">
      <legend class="mb-1.5 text-sm font-medium">{props.change.label}</legend>
      <div class="grid gap-2 sm:grid-cols-2">
        <For each={sides}>
          {side => (
            <label class="chip min-w-0 gap-3 py-2">
              <input
                type="radio"
                class="accent-fill"
                name={name}
                checked={props.isTheirs === side.isTheirs}
                onChange={() => props.onChoose(side.isTheirs)}
              />
              <span class="min-w-0">
                <span class="block text-xs text-muted">{side.label}</span>
                <span class="block max-h-24 overflow-hidden whitespace-pre-wrap wrap-anywhere">
                  {side.words() || '(empty)'}
                </span>
              </span>
            </label>
          )}
        </For>
      </div>
    </fieldset>
  )
}
