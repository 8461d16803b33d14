import TriangleAlert from 'lucide-solid/icons/triangle-alert'
import { createSignal, Show } from 'solid-js'
import { Button } from './button.tsx'
import { Instant } from './instant.tsx'

/** Stands above every page of a deleted organization. */
export function DeletedNotice(props: {
  name: string
  goneAt: string
  /** Left out for who may not. */
  onRestore?: () => Promise<void>
}) {
  const [busy, setBusy] = createSignal(false)
  const restore = async () => {
    setBusy(true)
    await props.onRestore?.()
    setBusy(false)
  }
  return (
    <div role="status" class="card flex flex-wrap items-center gap-3 bg-warn-soft p-4 text-sm">
      <TriangleAlert class="size-4 shrink-0 text-warn" />
      <p class="min-w-48 flex-1 wrap-anywhere">
        <strong class="font-medium">{props.name} is deleted.</strong> Nothing of it runs. Everything
        in it is removed on <Instant at={props.goneAt} />
        <Show when={!props.onRestore}>, unless an owner restores it</Show>.
      </p>
      <Show when={props.onRestore}>
        <Button busy={busy()} busyLabel="Restoring…" onClick={() => void restore()}>
          Restore it
        </Button>
      </Show>
    </div>
  )
}
