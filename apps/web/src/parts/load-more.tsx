import { Show } from 'solid-js'
import { Button } from './button.tsx'

/** The way to the next page of a list, where there is one. */
export function LoadMore(props: {
  of: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => Promise<unknown> }
  class?: string
}) {
  return (
    <Show when={props.of.hasNextPage}>
      <Button
        class={props.class ?? ''}
        busy={props.of.isFetchingNextPage}
        busyLabel="Loading…"
        onClick={() => void props.of.fetchNextPage()}
      >
        Load more
      </Button>
    </Show>
  )
}
