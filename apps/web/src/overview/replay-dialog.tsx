import { createSignal, Show } from 'solid-js'
import { Button } from '../parts/button.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { nameCause } from '../words/cause.ts'
import { formatWhole } from '../words/number.ts'
import type { FailureGroup } from './failure-list.tsx'

/** Asks whether the newest of several failures runs again, or all of them. */
export function ReplayDialog(props: {
  group: FailureGroup
  /** How many the replay would run again now; undefined while they are counted. */
  count: number | undefined
  onNewest: () => Promise<unknown>
  onAll: (count: number) => Promise<unknown>
  onClose: () => void
}) {
  const [busy, setBusy] = createSignal(false)
  const act = async (action: Promise<unknown>, shut: () => void) => {
    setBusy(true)
    await action
    shut()
  }
  return (
    <Dialog title={`Replay ${props.group.jobName ?? 'the job'}?`} onClose={props.onClose}>
      {shut => (
        <>
          <p class="-mt-2 text-sm text-muted">
            It failed {formatWhole(props.group.count)} times with “{nameCause(props.group)}”. Each
            replay sends the request again, as the job is now.
          </p>
          <div class="mt-2 flex flex-wrap justify-end gap-2">
            <Button onClick={shut}>Leave it</Button>
            <Button busy={busy()} onClick={() => void act(props.onNewest(), shut)}>
              Replay the newest
            </Button>
            <Show when={props.count} fallback={<Button disabled>Counting…</Button>}>
              {count => (
                <Button
                  look="primary"
                  busy={busy()}
                  onClick={() => void act(props.onAll(count()), shut)}
                >
                  Replay all {formatWhole(count())}
                </Button>
              )}
            </Show>
          </div>
        </>
      )}
    </Dialog>
  )
}
