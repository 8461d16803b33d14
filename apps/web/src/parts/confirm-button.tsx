import { createSignal, createUniqueId, type JSX } from 'solid-js'
import { Button } from './button.tsx'

/** A button that asks before it does something that cannot be taken back. */
export function ConfirmButton(props: {
  label: JSX.Element
  question: string
  confirm: string
  children: JSX.Element
  onConfirm: () => Promise<unknown>
}) {
  const id = createUniqueId()
  const [busy, setBusy] = createSignal(false)
  let dialog!: HTMLDialogElement
  const confirm = async () => {
    setBusy(true)
    try {
      await props.onConfirm()
    } finally {
      setBusy(false)
      dialog.close()
    }
  }
  return (
    <>
      <Button look="danger" onClick={() => dialog.showModal()}>
        {props.label}
      </Button>
      <dialog
        ref={dialog}
        aria-labelledby={id}
        class="card m-auto w-[min(28rem,calc(100vw-2rem))] p-6 text-ink shadow-xl backdrop:bg-slate-950/60"
      >
        <h2 id={id} class="text-lg font-semibold">
          {props.question}
        </h2>
        <p class="mt-2 text-sm text-muted">{props.children}</p>
        <div class="mt-6 flex flex-wrap justify-end gap-2">
          <Button onClick={() => dialog.close()}>Keep it</Button>
          <Button look="danger" busy={busy()} onClick={() => void confirm()}>
            {props.confirm}
          </Button>
        </div>
      </dialog>
    </>
  )
}
