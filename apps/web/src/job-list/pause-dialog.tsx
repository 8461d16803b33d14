import { createSignal } from 'solid-js'
import { Button } from '../parts/button.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { TextField } from '../parts/text-field.tsx'

/** Asks why something is paused; the note stands where others wonder. */
export function PauseDialog(props: {
  title: string
  onPause: (note: string | null) => Promise<unknown>
  onClose: () => void
}) {
  const [note, setNote] = createSignal('')
  const [busy, setBusy] = createSignal(false)
  const pause = async (shut: () => void) => {
    setBusy(true)
    await props.onPause(note().trim() === '' ? null : note().trim())
    shut()
  }
  return (
    <Dialog title={props.title} onClose={props.onClose}>
      {shut => (
        <form
          class="flex flex-col gap-4"
          onSubmit={event => {
            event.preventDefault()
            void pause(shut)
          }}
        >
          <TextField
            label="Why, for whoever wonders"
            value={note()}
            maxLength={500}
            autofocus
            onInput={setNote}
            help="Nothing runs until it is switched on again. What is under way finishes."
          />
          <div class="flex flex-wrap justify-end gap-2">
            <Button onClick={shut}>Keep it running</Button>
            <Button type="submit" look="primary" busy={busy()} busyLabel="Pausing…">
              Pause
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  )
}
