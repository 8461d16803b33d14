import { type Accessor, createEffect, createSignal, on } from 'solid-js'

/** Which rows of a list are selected: some of those shown, or everything that the filter matches. */
export type Selection = {
  has: (id: string) => boolean
  /** Those shown that are selected, in their order. */
  ids: Accessor<string[]>
  /** How many there are in all, where everything that matches is selected; else null. */
  matching: Accessor<number | null>
  count: Accessor<number>
  toggle: (id: string) => void
  /** Selects every row from one to another. */
  span: (from: string, to: string) => void
  /** Selects every row from the one that was toggled last. */
  spanTo: (id: string) => void
  /** All rows that are shown, or none. */
  toggleShown: () => void
  selectMatching: (count: number) => void
  clear: () => void
}

/**
 * Selecting rows of a list.
 * @param shown the ids of the rows there are, in order.
 * @param filter tells what is asked for: with another one nothing is selected any more.
 */
export function createSelection(shown: Accessor<string[]>, filter: Accessor<string>): Selection {
  const [picked, setPicked] = createSignal<ReadonlySet<string>>(new Set())
  const [matching, setMatching] = createSignal<number | null>(null)
  const has = (id: string) => matching() !== null || picked().has(id)
  const ids = () => shown().filter(has)
  let toggledLast: string | undefined
  const span = (from: string, to: string) => {
    const [a, b] = [shown().indexOf(from), shown().indexOf(to)]
    if (a === -1 || b === -1) return
    choose([...ids(), ...shown().slice(Math.min(a, b), Math.max(a, b) + 1)])
  }
  const choose = (next: Iterable<string>) => {
    setMatching(null)
    setPicked(new Set(next))
  }
  createEffect(on(filter, () => choose([]), { defer: true }))
  return {
    has,
    ids,
    matching,
    count: () => matching() ?? ids().length,
    toggle: id => {
      toggledLast = id
      choose(has(id) ? ids().filter(each => each !== id) : [...ids(), id])
    },
    span,
    spanTo: id => span(toggledLast ?? id, id),
    toggleShown: () => choose(ids().length === shown().length ? [] : shown()),
    selectMatching: count => setMatching(count),
    clear: () => choose([]),
  }
}
