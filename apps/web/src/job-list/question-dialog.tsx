import { createSignal, type JSX } from 'solid-js'
import { Button } from '../parts/button.tsx'
import { Dialog } from '../parts/dialog.tsx'

/** Asks before something of weight is done to jobs. */
export function QuestionDialog(props: {
  title: string
  confirm: string
  look: 'danger' | 'primary'
  children: JSX.Element
  onConfirm: () => Promise<unknown>
  onClose: () => void
}) {
  const [busy, setBusy] = createSignal(false)
  const confirm = async (shut: () => void) => {
    setBusy(true)
    await props.onConfirm()
    shut()
  }
  return (
    <Dialog title={props.title} onClose={props.onClose}>
      {shut => (
        <>
          <p class="-mt-2 text-sm text-muted">{props.children}</p>
          <div class="mt-2 flex flex-wrap justify-end gap-2">
            <Button onClick={shut}>Leave it</Button>
            <Button look={props.look} busy={busy()} onClick={() => void confirm(shut)}>
              {props.confirm}
            </Button>
          </div>
        </>
      )}
    </Dialog>
  )
}
