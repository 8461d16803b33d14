import { createSignal, type JSX } from 'solid-js'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'

type Props = {
  question: string
  confirm: string
  /** What is said instead of "Keep it". */
  cancel?: string
  look?: 'danger' | 'primary' | 'plain'
  children: JSX.Element
  onConfirm: () => Promise<unknown>
  onClose: () => void
}

/** Asks, while it is mounted, before something of weight is done. */
export function ConfirmDialog(props: Props) {
  const [busy, setBusy] = createSignal(false)
  const confirm = async (shut: () => void) => {
    setBusy(true)
    try {
      await props.onConfirm()
    } finally {
      setBusy(false)
      shut()
    }
  }
  return (
    <Dialog title={props.question} onClose={props.onClose}>
      {shut => (
        <>
          <p class="-mt-2 text-sm text-muted">{props.children}</p>
          <div class="mt-2 flex flex-wrap justify-end gap-2">
            <Button onClick={shut}>{props.cancel ?? 'Keep it'}</Button>
            <Button
              look={props.look === 'plain' ? 'primary' : (props.look ?? 'danger')}
              busy={busy()}
              onClick={() => void confirm(shut)}
            >
              {props.confirm}
            </Button>
          </div>
        </>
      )}
    </Dialog>
  )
}
