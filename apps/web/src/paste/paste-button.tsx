import type { ImportPreview, JobInput } from '@prikke/contract'
import ClipboardPaste from 'lucide-solid/icons/clipboard-paste'
import { lazy, Show } from 'solid-js'
import { Portal } from 'solid-js/web'
import { Button } from '../parts/button.tsx'

// Most jobs are typed.
const PasteDialog = lazy(async () => ({
  default: (await import('./paste-dialog.tsx')).PasteDialog,
}))

/** Opens the dialog that fills a form in; `text` is what was pasted elsewhere, null while it is shut. */
export function PasteButton(props: {
  text: string | null
  onOpen: (text: string | null) => void
  onRead: (text: string) => Promise<ImportPreview>
  onTake: (fields: Partial<JobInput>) => void
}) {
  return (
    <>
      <Button look="quiet" aria-haspopup="dialog" onClick={() => props.onOpen('')}>
        <ClipboardPaste class="size-4" /> Paste a curl
      </Button>
      <Show when={props.text !== null}>
        {/* Not within the form that it fills in: what submits that is not for here. */}
        <Portal>
          <PasteDialog
            text={props.text ?? ''}
            onRead={props.onRead}
            onTake={props.onTake}
            onClose={() => props.onOpen(null)}
          />
        </Portal>
      </Show>
    </>
  )
}
