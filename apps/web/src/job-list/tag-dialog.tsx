import { createSignal, For } from 'solid-js'
import { Button } from '../parts/button.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { TextField } from '../parts/text-field.tsx'

/** Asks which tags are given to jobs, or taken from them. */
export function TagDialog(props: {
  title: string
  /** Tags that there are already. */
  known: readonly string[]
  onTag: (action: 'tag' | 'untag', tags: string[]) => Promise<unknown>
  onClose: () => void
}) {
  const [text, setText] = createSignal('')
  const [busy, setBusy] = createSignal(false)
  const tags = () =>
    text()
      .split(',')
      .map(tag => tag.trim())
      .filter(tag => tag !== '')
  const act = async (action: 'tag' | 'untag', shut: () => void) => {
    setBusy(true)
    await props.onTag(action, tags())
    shut()
  }
  return (
    <Dialog title={props.title} onClose={props.onClose}>
      {shut => (
        <form
          class="flex flex-col gap-4"
          onSubmit={event => {
            event.preventDefault()
            if (tags().length > 0) void act('tag', shut)
          }}
        >
          <TextField
            label="Tags"
            value={text()}
            autofocus
            list="known-tags"
            placeholder="billing, nightly"
            help="Several with commas between them. Upper and lower case are the same."
            onInput={setText}
          />
          <datalist id="known-tags">
            <For each={props.known}>{tag => <option value={tag} />}</For>
          </datalist>
          <div class="flex flex-wrap justify-end gap-2">
            <Button onClick={shut}>Cancel</Button>
            <Button
              disabled={tags().length === 0}
              busy={busy()}
              onClick={() => void act('untag', shut)}
            >
              Take away
            </Button>
            <Button type="submit" look="primary" disabled={tags().length === 0} busy={busy()}>
              Add
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  )
}
