import type { ImportEntry, ImportPreview, JobInput, ProblemBody } from '@prikke/contract'
import { A } from '@solidjs/router'
import { createEffect, createSignal, createUniqueId, For, onCleanup, Show } from 'solid-js'
import { problemOf } from '../api-error.ts'
import { Button } from '../parts/button.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { ProblemNotice } from '../parts/problem-notice.tsx'
import { pastedFields } from '../words/pasted-fields.ts'
import { EntryDetails } from './entry-details.tsx'

type Props = {
  /** What was pasted already. */
  text: string
  onRead: (text: string) => Promise<ImportPreview>
  /** Fills the form in with what was chosen. */
  onTake: (fields: Partial<JobInput>) => void
  onClose: () => void
}

const pauseMs = 250

/** Fills a form in from a command of curl, or from a line of a crontab, and says what was lost. */
export function PasteDialog(props: Props) {
  const id = createUniqueId()
  const [text, setText] = createSignal(props.text)
  /** The newest that was read, and what it was read from: not yet what stands there, while somebody types. */
  const [read, setRead] = createSignal<{ text: string; preview: ImportPreview } | null>(null)
  const preview = () => read()?.preview ?? null
  const [problem, setProblem] = createSignal<ProblemBody | null>(null)
  const [picked, setPicked] = createSignal(0)
  const calls = () => preview()?.entries.filter(({ job }) => job !== null) ?? []
  const chosen = () => calls()[picked()] ?? calls()[0] ?? preview()?.entries[0]

  createEffect(() => {
    const latest = text()
    const waiting = setTimeout(() => void look(latest), latest === props.text ? 0 : pauseMs)
    onCleanup(() => clearTimeout(waiting))
  })
  const look = async (latest: string) => {
    setProblem(null)
    if (latest.trim() === '') {
      setRead(null)
      return
    }
    try {
      const found = await props.onRead(latest)
      // Of two answers the one counts that is about what stands there now.
      if (latest !== text()) return
      setRead({ text: latest, preview: found })
    } catch (error) {
      if (latest !== text()) return
      setRead(null)
      setProblem(problemOf(error))
    }
  }
  const take = (shut: () => void) => {
    const [found, entry] = [preview(), chosen()]
    if (found === null || entry === undefined) return
    props.onTake(pastedFields(found.kind, entry))
    shut()
  }

  return (
    <Dialog title="Fill in from a command" width="wide" onClose={props.onClose}>
      {shut => (
        <>
          <div class="flex flex-col gap-1.5">
            <label for={id} class="text-sm font-medium">
              A curl, a wget, or a line of a crontab
            </label>
            <textarea
              id={id}
              rows="6"
              class="input font-mono text-sm"
              spellcheck={false}
              autocomplete="off"
              placeholder={`curl -X POST https://api.example.com/hook -H 'X-Team: billing' -d '{"a":1}'`}
              value={text()}
              onInput={event => setText(event.currentTarget.value)}
            />
            <p class="text-sm text-muted">
              As you copied it, from a terminal or from “Copy as cURL” of a browser. Nothing is
              stored. For many at once,{' '}
              <A class="link" href="/jobs/import">
                import a whole crontab
              </A>
              .
            </p>
          </div>
          <div aria-live="polite" class="flex flex-col gap-4 empty:hidden">
            <Show when={problem()}>{found => <ProblemNotice problem={found()} />}</Show>
            <Show when={calls().length > 1}>
              <Calls calls={calls()} picked={picked()} onPick={setPicked} />
            </Show>
            <Show when={chosen()}>
              {entry => (
                <>
                  <Show when={entry().problem}>
                    {words => <p class="rounded-lg bg-warn-soft p-3 text-sm">{words()}</p>}
                  </Show>
                  <EntryDetails entry={entry()} />
                </>
              )}
            </Show>
          </div>
          <div class="mt-2 flex flex-wrap justify-end gap-2">
            <Button onClick={shut}>Cancel</Button>
            <Button
              look="primary"
              disabled={read()?.text !== text() || (chosen()?.job ?? null) === null}
              onClick={() => take(shut)}
            >
              Fill in the form
            </Button>
          </div>
        </>
      )}
    </Dialog>
  )
}

function Calls(props: {
  calls: readonly ImportEntry[]
  picked: number
  onPick: (index: number) => void
}) {
  const name = createUniqueId()
  return (
    <fieldset class="flex flex-col gap-1 text-sm">
      <legend class="mb-1 font-medium">There are {props.calls.length} calls in it. Take</legend>
      <For each={props.calls}>
        {({ job }, index) => (
          <label class="flex min-h-11 items-center gap-2 md:min-h-8">
            <input
              type="radio"
              name={name}
              class="size-4 accent-fill"
              checked={index() === props.picked}
              onChange={() => props.onPick(index())}
            />
            <span class="min-w-0 break-all">
              {job?.method} {job?.url}
            </span>
          </label>
        )}
      </For>
    </fieldset>
  )
}
