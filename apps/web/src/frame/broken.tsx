import { createEffect, createSignal, ErrorBoundary, type JSX, on, onMount, Show } from 'solid-js'
import { Button } from '../parts/button.tsx'
import { reloadOnce } from '../reload-once.ts'
import { isChunkMissing } from '../words/is-chunk-missing.ts'

/** What is inside, or, where that breaks, what became of it; going elsewhere begins anew. */
export function Broken(props: { at?: string; children: JSX.Element }) {
  return (
    <ErrorBoundary
      fallback={(error, reset) => {
        createEffect(on(() => props.at, reset, { defer: true }))
        return isChunkMissing(error) ? <Updated /> : <Fault onRetry={reset} />
      }}
    >
      {props.children}
    </ErrorBoundary>
  )
}

function Fault(props: { onRetry: () => void }) {
  return (
    <div role="alert" class="card flex flex-col items-start gap-4 p-6">
      <h1 class="text-2xl font-semibold">Something broke here</h1>
      <p>This page ran into a fault of its own. Nothing you saved is lost.</p>
      <Button onClick={() => props.onRetry()}>Try again</Button>
    </div>
  )
}

/** Parts of this page are missing: it is loaded anew, or says so where that is of no use. */
function Updated() {
  const [stays, setStays] = createSignal(false)
  onMount(() => void reloadOnce().then(isReloading => setStays(!isReloading)))
  return (
    <Show when={stays()}>
      <div role="alert" class="card flex flex-col items-start gap-4 p-6">
        <h1 class="text-2xl font-semibold">A part of this page cannot be loaded</h1>
        <p class="max-w-prose">
          Prikke was updated, or the connection is gone. Nothing you saved is lost.
        </p>
        <Button look="primary" onClick={() => location.reload()}>
          Load it again
        </Button>
      </div>
    </Show>
  )
}
