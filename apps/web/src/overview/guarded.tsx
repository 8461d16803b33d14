import { ErrorBoundary, type JSX } from 'solid-js'
import { Button } from '../parts/button.tsx'
import { Loaded, type Loading } from '../parts/loaded.tsx'

/** Shows what one query gave; what goes wrong with it, or in drawing it, stays in this place. */
export function Guarded<T>(props: {
  from: Loading<T>
  skeleton: JSX.Element
  children: (data: () => T) => JSX.Element
}) {
  return (
    <ErrorBoundary
      fallback={(_, reset) => (
        <div role="alert" class="flex flex-wrap items-center gap-3 text-sm">
          <p>This part ran into a fault of its own. The rest of the page is whole.</p>
          <Button onClick={reset}>Try again</Button>
        </div>
      )}
    >
      <Loaded from={props.from} skeleton={props.skeleton}>
        {props.children}
      </Loaded>
    </ErrorBoundary>
  )
}
