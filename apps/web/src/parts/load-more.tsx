import { createSignal, Show } from 'solid-js'
import { Button } from './button.tsx'

type Known = {
  data?: { pages: readonly unknown[] } | undefined
  hasNextPage: boolean
  isError: boolean
}
type Paged = Known & { fetchNextPage: (options: { cancelRefetch: boolean }) => Promise<Known> }

/** The way to the next page of a list, where there is one. */
export function LoadMore(props: { of: Paged; class?: string }) {
  const [busy, setBusy] = createSignal(false)
  const countOf = ({ data }: Known) => data?.pages.length ?? 0
  // A hint of the stream that comes meanwhile has what is shown fetched anew, and the next page
  // given up: it is asked for again behind that.
  const load = async () => {
    const before = countOf(props.of)
    let known: Known
    setBusy(true)
    do known = await props.of.fetchNextPage({ cancelRefetch: false })
    while (countOf(known) === before && known.hasNextPage && !known.isError)
    setBusy(false)
  }
  return (
    <Show when={props.of.hasNextPage}>
      <Button
        class={props.class ?? ''}
        busy={busy()}
        busyLabel="Loading…"
        onClick={() => void load()}
      >
        Load more
      </Button>
    </Show>
  )
}
