import { createSignal, createUniqueId, For, Show } from 'solid-js'
import { Button } from '../parts/button.tsx'
import { now } from '../parts/clock.ts'
import { Dialog } from '../parts/dialog.tsx'
import { TextField } from '../parts/text-field.tsx'
import { formatInstant, viewerZone, wallTimeOf } from '../words/instant.ts'
import { endOfPause, type PauseLength, pauseLengths } from '../words/pause.ts'

export type Pause = { pauseNote: string | null; resumeAt: string | null }

const mostNote = 500

/** Asks for how long a job is paused, and why. */
export function PauseDialog(props: {
  name: string
  /** What the button says for more than one. */
  confirm?: string
  /** As it is, where a pause is changed. */
  before?: Pause | undefined
  /** Answers whether it was done. */
  onPause: (pause: Pause) => Promise<boolean>
  onClose: () => void
}) {
  const group = createUniqueId()
  const before = props.before
  const [length, setLength] = createSignal<PauseLength>(
    before === undefined ? '1' : before.resumeAt === null ? 'open' : 'until',
  )
  const [until, setUntil] = createSignal(
    before?.resumeAt ? wallTimeOf(before.resumeAt, viewerZone()).slice(0, 16) : '',
  )
  const [note, setNote] = createSignal(before?.pauseNote ?? '')
  const [tried, setTried] = createSignal(false)
  const [busy, setBusy] = createSignal(false)
  const end = () => endOfPause(length(), until(), now())
  const fault = () => {
    const found = end()
    return tried() && !found.ok ? found.fault : undefined
  }
  const pause = async (shut: () => void) => {
    setTried(true)
    const found = endOfPause(length(), until(), Date.now())
    if (!found.ok) return
    setBusy(true)
    const done = await props.onPause({
      resumeAt: found.resumeAt,
      pauseNote: note().trim() === '' ? null : note().trim(),
    })
    setBusy(false)
    if (done) shut()
  }
  const ends = () => {
    const found = end()
    if (!found.ok) return null
    return found.resumeAt === null
      ? 'It stays off until somebody resumes it.'
      : `It goes on by itself at ${formatInstant(found.resumeAt)}.`
  }
  return (
    <Dialog
      title={before === undefined ? `Pause ${props.name}` : `Change the pause of ${props.name}`}
      onClose={props.onClose}
    >
      {shut => (
        <form
          novalidate
          class="flex min-w-0 flex-col gap-5"
          onSubmit={event => {
            event.preventDefault()
            void pause(shut)
          }}
        >
          <fieldset class="flex flex-col gap-2">
            <legend class="mb-1.5 text-sm font-medium">For how long</legend>
            <div class="grid gap-2 sm:grid-cols-3">
              <For each={pauseLengths}>
                {([key, words]) => (
                  <label
                    class={`flex min-h-11 items-center gap-2 rounded-lg border border-control px-3 text-sm has-checked:border-accent has-checked:bg-good-soft ${key === 'open' ? 'sm:col-span-2' : ''}`}
                  >
                    <input
                      type="radio"
                      name={group}
                      value={key}
                      checked={length() === key}
                      onChange={() => setLength(key)}
                      class="size-4 accent-(--accent)"
                    />
                    {words}
                  </label>
                )}
              </For>
            </div>
          </fieldset>
          <Show when={length() === 'until'}>
            <TextField
              label="Until"
              type="datetime-local"
              value={until()}
              onInput={setUntil}
              error={fault()}
              help={`In your time zone, ${viewerZone()}.`}
            />
          </Show>
          <TextField
            label="Note"
            value={note()}
            onInput={setNote}
            maxLength={mostNote}
            placeholder="Such as: the target is being moved"
            help="Everybody who looks at the job sees it. Optional."
          />
          <div class="flex flex-col gap-1 text-sm text-muted">
            <p aria-live="polite" class="text-ink empty:hidden">
              {ends()}
            </p>
            <p>
              What runs now finishes; what waits is cancelled. Nothing of the pause is made up
              afterwards.
            </p>
          </div>
          <div class="flex flex-wrap justify-end gap-2">
            <Button onClick={shut}>Cancel</Button>
            <Button type="submit" look="primary" busy={busy()} busyLabel="Pausing…">
              {before === undefined ? (props.confirm ?? 'Pause job') : 'Save'}
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  )
}
