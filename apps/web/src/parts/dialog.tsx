import { createUniqueId, type JSX, onMount } from 'solid-js'

type Props = {
  title: string
  /** As wide as a few sentences, or as a form beside its preview. */
  width?: 'narrow' | 'wide'
  /** Called once it is shut, by a button inside, Escape, or a click beside it. */
  onClose: () => void
  /** Takes what shuts it: with that focus goes back to where it was. */
  children: (shut: () => void) => JSX.Element
}

const widths = {
  narrow: 'w-[min(28rem,calc(100vw-2rem))]',
  wide: 'w-[min(56rem,calc(100vw-2rem))]',
}

/** A dialog over the page while it is mounted; a sheet from below on a narrow screen. */
export function Dialog(props: Props) {
  const id = createUniqueId()
  let dialog!: HTMLDialogElement
  onMount(() => dialog.showModal())
  return (
    <dialog
      ref={dialog}
      aria-labelledby={id}
      onClose={() => props.onClose()}
      closedby="any"
      class={`card m-auto max-h-[calc(100dvh-2rem)] overflow-y-auto p-0 text-ink shadow-xl backdrop:bg-slate-950/60 max-sm:mb-0 max-sm:w-full max-sm:max-w-full max-sm:rounded-b-none ${widths[props.width ?? 'narrow']}`}
    >
      <div class="flex flex-col gap-4 p-6">
        <h2 id={id} class="text-lg font-semibold wrap-anywhere">
          {props.title}
        </h2>
        {props.children(() => dialog.close())}
      </div>
    </dialog>
  )
}
