import { type Accessor, createMemo, createSignal } from 'solid-js'
import { holdRows } from './words/hold-rows.ts'

export type HeldList<T> = {
  /** The rows to show: in the place they had, as they are now. */
  rows: Accessor<readonly T[]>
  /** How many are new and not shown. */
  waiting: Accessor<number>
  /** Shows the new ones too. */
  release: () => void
}

/**
 * A list that is fetched again and again, without rows that jump: those shown are patched where they
 * stand, new ones wait until `release`. It begins anew with another `key`, a string that tells the
 * filters, and whether what is fetched is still of the filters before.
 */
export function createHeldList<T extends { id: string }>(
  fetched: Accessor<readonly T[]>,
  key: Accessor<string> = () => '',
): HeldList<T> {
  const [released, setReleased] = createSignal(0)
  const beginning = createMemo(() => `${released()} ${key()}`)
  type Held = { rows: readonly T[]; waiting: number; beginning: string }
  const held = createMemo<Held>(
    before => {
      const begun = { beginning: beginning() }
      return before.beginning !== begun.beginning || before.rows.length === 0
        ? { ...begun, rows: fetched(), waiting: 0 }
        : { ...begun, ...holdRows(before.rows, fetched()) }
    },
    { rows: [], waiting: 0, beginning: '' },
  )
  return {
    rows: createMemo(() => held().rows),
    waiting: createMemo(() => held().waiting),
    release: () => setReleased(count => count + 1),
  }
}
