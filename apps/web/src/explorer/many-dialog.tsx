import type { ProblemBody } from '@prikke/contract'
import { createSignal, type JSX, Match, onMount, Show, Switch } from 'solid-js'
import { problemOf } from '../api-error.ts'
import { Button } from '../parts/button.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { ProblemNotice } from '../parts/problem-notice.tsx'

/** Counts what something is to be done with, asks, and does it with just as many. */
export function ManyDialog<Counted extends { count: number }>(props: {
  title: string
  look: 'primary' | 'danger'
  /** What the button says once it is known how many. */
  confirm: (counted: Counted) => string
  none: string
  onCount: () => Promise<Counted>
  onConfirm: (counted: Counted) => Promise<unknown>
  onClose: () => void
  children: (counted: Counted) => JSX.Element
}) {
  const [counted, setCounted] = createSignal<Counted>()
  const [problem, setProblem] = createSignal<ProblemBody>()
  const [busy, setBusy] = createSignal(false)
  const count = async () => {
    setProblem(undefined)
    setCounted(undefined)
    try {
      const found = await props.onCount()
      setCounted(() => found)
    } catch (error) {
      setProblem(problemOf(error))
    }
  }
  const confirm = async (found: Counted, shut: () => void) => {
    setBusy(true)
    try {
      await props.onConfirm(found)
      shut()
    } catch (error) {
      setProblem(problemOf(error))
    } finally {
      setBusy(false)
    }
  }
  onMount(() => void count())
  return (
    <Dialog title={props.title} onClose={props.onClose}>
      {shut => (
        <>
          <div class="flex min-h-16 flex-col gap-3 text-sm">
            <Switch>
              <Match when={problem()}>
                {found => <ProblemNotice problem={found()} onRetry={() => void count()} />}
              </Match>
              <Match when={counted()?.count === 0}>
                <p>{props.none}</p>
              </Match>
              <Match when={counted()}>{found => props.children(found())}</Match>
              <Match when={true}>
                <p role="status" class="text-muted">
                  Counting…
                </p>
              </Match>
            </Switch>
          </div>
          <div class="flex flex-wrap justify-end gap-2">
            <Button onClick={shut}>Close</Button>
            <Show when={problem() === undefined && counted()?.count ? counted() : undefined}>
              {found => (
                <Button
                  look={props.look}
                  busy={busy()}
                  busyLabel="Asking…"
                  onClick={() => void confirm(found(), shut)}
                >
                  {props.confirm(found())}
                </Button>
              )}
            </Show>
          </div>
        </>
      )}
    </Dialog>
  )
}
