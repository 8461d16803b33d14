import Bookmark from 'lucide-solid/icons/bookmark'
import X from 'lucide-solid/icons/x'
import { createSignal, For, Show } from 'solid-js'
import { Button } from '../parts/button.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { TextField } from '../parts/text-field.tsx'

type View = { name: string; search: string }

/** Views of the list that were saved: to look through, to add the present one, to take away. */
export function ViewMenu(props: {
  views: readonly View[]
  /** Whether something is asked for now that could be saved. */
  canSave: boolean
  onOpen: (view: View) => void
  onSave: (name: string) => void
  onRemove: (name: string) => void
}) {
  const [open, setOpen] = createSignal(false)
  const [name, setName] = createSignal('')
  const save = () => {
    const chosen = name().trim()
    if (chosen === '') return
    props.onSave(chosen)
    setName('')
  }
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        <Bookmark class="size-4" /> Views
        <Show when={props.views.length > 0}>
          <span class="text-muted">{props.views.length}</span>
        </Show>
      </Button>
      <Show when={open()}>
        <Dialog title="Saved views" onClose={() => setOpen(false)}>
          {shut => (
            <>
              <Show
                when={props.views.length > 0}
                fallback={
                  <p class="-mt-2 text-sm text-muted">
                    A view is a filter and an order under a name. It stays in this browser.
                  </p>
                }
              >
                <ul class="-my-2 flex flex-col divide-y divide-line">
                  <For each={props.views}>
                    {view => (
                      <li class="flex items-center gap-2 py-1">
                        <button
                          type="button"
                          class="min-h-11 min-w-0 flex-1 truncate rounded-lg px-2 text-left font-medium hover:bg-sunken"
                          onClick={() => {
                            props.onOpen(view)
                            shut()
                          }}
                        >
                          {view.name}
                        </button>
                        <Button
                          look="quiet"
                          class="px-3!"
                          aria-label={`Remove ${view.name}`}
                          onClick={() => props.onRemove(view.name)}
                        >
                          <X class="size-4" />
                        </Button>
                      </li>
                    )}
                  </For>
                </ul>
              </Show>
              <Show
                when={props.canSave}
                fallback={
                  <p class="text-sm text-muted">
                    Search, filter or order the list; then it can be saved here.
                  </p>
                }
              >
                <form
                  class="flex items-end gap-2"
                  onSubmit={event => {
                    event.preventDefault()
                    save()
                  }}
                >
                  <TextField
                    class="min-w-0 flex-1"
                    label="Save what is shown now as"
                    value={name()}
                    maxLength={60}
                    onInput={setName}
                  />
                  <Button type="submit" look="primary" disabled={name().trim() === ''}>
                    Save
                  </Button>
                </form>
              </Show>
              <Button class="self-end" onClick={shut}>
                Close
              </Button>
            </>
          )}
        </Dialog>
      </Show>
    </>
  )
}
