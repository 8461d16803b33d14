import { createSignal } from 'solid-js'
import type { Row } from './row-list.ts'

/** The most that are chosen one by one: the API takes no longer list. */
export const mostChosen = 200

/** Which rows are selected; from one to another with Shift. */
export function createSelection(rows: () => readonly Row[]) {
  const [chosen, setChosen] = createSignal<ReadonlySet<string>>(new Set())
  let last: string | undefined
  const clear = () => {
    last = undefined
    if (chosen().size > 0) setChosen(new Set<string>())
  }
  const set = (ids: readonly string[], on: boolean) =>
    setChosen(before => {
      const after = new Set(before)
      for (const id of ids) {
        if (on) after.add(id)
        else after.delete(id)
      }
      return after
    })
  const between = (from: string, to: string): string[] => {
    const ids = rows().map(({ id }) => id)
    const [a, b] = [ids.indexOf(from), ids.indexOf(to)]
    if (a === -1 || b === -1) return [to]
    return ids.slice(Math.min(a, b), Math.max(a, b) + 1)
  }
  return {
    chosen,
    clear,
    select: (id: string, on: boolean, isRange = false) => {
      set(isRange && last !== undefined ? between(last, id) : [id], on)
      last = id
    },
    selectRange: (from: string, to: string) => set(between(from, to), true),
    toggle: (id: string) => {
      set([id], !chosen().has(id))
      last = id
    },
    selectAll: (on: boolean) => {
      if (!on) return clear()
      set(
        rows().map(({ id }) => id),
        true,
      )
    },
  }
}
