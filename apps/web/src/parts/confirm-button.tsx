import { createSignal, type JSX, Show, splitProps } from 'solid-js'
import { Button } from './button.tsx'
import { ConfirmDialog } from './confirm-dialog.tsx'

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
  const [own, dialog] = splitProps(props, ['label'])
  const [open, setOpen] = createSignal(false)
  return (
    <>
      <Button look={props.look ?? 'danger'} onClick={() => setOpen(true)}>
        {own.label}
      </Button>
      <Show when={open()}>
        <ConfirmDialog {...dialog} onClose={() => setOpen(false)} />
      </Show>
    </>
  )
}
