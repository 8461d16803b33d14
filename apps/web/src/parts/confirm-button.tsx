import { createSignal, createUniqueId, type JSX, onMount, Show } from 'solid-js'
import { Button } from './button.tsx'

type Props = {
  label: JSX.Element
  question: string
  confirm: string
  /** What is said instead of "Keep it". */
  cancel?: string
  look?: 'danger' | 'primary'
  children: JSX.Element
  onConfirm: () => Promise<unknown>
}

/** A button that asks before it does something of weight. */
export function ConfirmButton(props: Props) {
  const [open, setOpen] = createSignal(false)
  return (
    <>
      <Button look={props.look ?? 'danger'} onClick={() => setOpen(true)}>
        {props.label}
      </Button>
      <Show when={open()}>
        <Question {...props} onClose={() => setOpen(false)} />
      </Show>
    </>
  )
}

function Question(props: Props & { onClose: () => void }) {
  const id = createUniqueId()
  const [busy, setBusy] = createSignal(false)
  let dialog!: HTMLDialogElement
  onMount(() => dialog.showModal())
  const confirm = async () => {
    setBusy(true)
    try {
      await props.onConfirm()
    } finally {
      dialog.close()
    }
  }
  return (
    <dialog
      ref={dialog}
      aria-labelledby={id}
      onClose={() => props.onClose()}
      class="card m-auto w-[min(28rem,calc(100vw-2rem))] p-6 text-ink shadow-xl backdrop:bg-slate-950/60"
    >
      <h2 id={id} class="text-lg font-semibold wrap-anywhere">
        {props.question}
      </h2>
      <p class="mt-2 text-sm text-muted">{props.children}</p>
      <div class="mt-6 flex flex-wrap justify-end gap-2">
        <Button onClick={() => dialog.close()}>{props.cancel ?? 'Keep it'}</Button>
        <Button look={props.look ?? 'danger'} busy={busy()} onClick={() => void confirm()}>
          {props.confirm}
        </Button>
      </div>
    </dialog>
  )
}
