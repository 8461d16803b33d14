/** What of a first page is not shown yet; all of it where nothing is shown. */
export function mergeHead<T extends { id: string }>(
  shown: readonly { id: string }[],
  head: readonly T[],
): { isAll: boolean; fresh: T[] } {
  if (shown.length === 0) return { isAll: true, fresh: [] }
  const known = new Set(shown.map(({ id }) => id))
  const lastKnown = head.findLastIndex(({ id }) => known.has(id))
  // What comes after the last known one is of the next page: rows that fell in when others left.
  const reach = lastKnown === -1 ? head.length : lastKnown
  return { isAll: false, fresh: head.slice(0, reach).filter(({ id }) => !known.has(id)) }
}
