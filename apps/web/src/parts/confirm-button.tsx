import { createSignal, type JSX, Show } from 'solid-js'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'

type Props = {
  label: JSX.Element
  question: string
  confirm: string
  /** What is said instead of "Keep it". */
  cancel?: string
  look?: 'danger' | 'primary' | 'plain'
  children: JSX.Element
  onConfirm: () => Promise<unknown>
}

/** A button that asks before it does something of weight. */
export function ConfirmButton(props: Props) {
  const [open, setOpen] = createSignal(false)
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
    <>
      <Button look={props.look ?? 'danger'} onClick={() => setOpen(true)}>
        {props.label}
      </Button>
      <Show when={open()}>
        <Dialog title={props.question} onClose={() => setOpen(false)}>
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
      </Show>
    </>
  )
}
