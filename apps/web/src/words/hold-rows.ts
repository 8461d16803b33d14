type Row = { id: string }

/**
 * What of a list that was fetched anew is shown so that nothing moves: every row keeps its place and
 * takes its new state; what is new is counted; what comes after the last known row is added at the
 * end. Rows that new ones pushed out of what is fetched stay as they were.
 */
export function holdRows<T extends Row>(
  shown: readonly T[],
  fetched: readonly T[],
): { rows: readonly T[]; waiting: number } {
  const known = new Set(shown.map(({ id }) => id))
  const now = new Map(fetched.map(row => [row.id, row]))
  const lastKnown = fetched.findLastIndex(({ id }) => known.has(id))
  const isNew = ({ id }: T, index: number) =>
    !known.has(id) && (lastKnown === -1 || index < lastKnown)
  const waiting = fetched.filter(isNew).length
  const added = lastKnown === -1 ? [] : fetched.slice(lastKnown + 1)
  // As many as came new fell out at the end; what else is missing is gone.
  const reached = shown.findLastIndex(({ id }) => now.has(id))
  const fellOut = added.length === 0 ? reached + waiting : reached
  const kept = shown.flatMap((row, index) =>
    index > reached && index <= fellOut ? [row] : (now.get(row.id) ?? []),
  )
  return { rows: [...kept, ...added], waiting }
}
