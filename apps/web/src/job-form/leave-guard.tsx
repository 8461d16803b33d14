import { type BeforeLeaveEventArgs, useBeforeLeave } from '@solidjs/router'
import { createSignal, onCleanup, onMount, Show } from 'solid-js'
import { Button } from '../parts/button.tsx'
import { Dialog } from '../parts/dialog.tsx'

/** Asks who leaves with something unsaved whether they mean it. */
export function LeaveGuard(props: { isDirty: () => boolean; onLeave: () => void }) {
  const [asked, setAsked] = createSignal<BeforeLeaveEventArgs | null>(null)
  useBeforeLeave(event => {
    if (!props.isDirty() || event.defaultPrevented) return
    event.preventDefault()
    setAsked(event)
  })
  const warn = (event: BeforeUnloadEvent) => {
    if (props.isDirty()) event.preventDefault()
  }
  onMount(() => addEventListener('beforeunload', warn))
  onCleanup(() => removeEventListener('beforeunload', warn))
  const leave = () => {
    const event = asked()
    props.onLeave()
    event?.retry(true)
  }
  return (
    <Show when={asked()}>
      <Dialog title="Leave without saving?" onClose={() => setAsked(null)}>
        {shut => (
          <>
            <p class="text-sm">What you typed here is not saved yet.</p>
            <div class="flex flex-wrap gap-2">
              <Button look="primary" onClick={shut}>
                Keep editing
              </Button>
              <Button look="danger" onClick={leave}>
                Leave and drop it
              </Button>
            </div>
          </>
        )}
      </Dialog>
    </Show>
  )
}
