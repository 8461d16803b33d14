type Placed = { at: number; order: number }

/** The least entry first: by `at`, then by `order`. */
export class BinaryHeap<Entry extends Placed> {
  readonly #entries: Entry[] = []

  get size(): number {
    return this.#entries.length
  }

  peek(): Entry | undefined {
    return this.#entries[0]
  }

  push(entry: Entry): void {
    const entries = this.#entries
    let index = entries.length
    entries.push(entry)
    while (index > 0) {
      const above = (index - 1) >> 1
      const other = entries[above] as Entry
      if (!isBefore(entry, other)) break
      entries[index] = other
      index = above
    }
    entries[index] = entry
  }

  pop(): Entry | undefined {
    const entries = this.#entries
    const first = entries[0]
    const last = entries.pop()
    if (first === undefined || last === undefined || entries.length === 0) return first
    let index = 0
    for (;;) {
      let below = 2 * index + 1
      if (below >= entries.length) break
      const right = below + 1
      if (right < entries.length && isBefore(entries[right] as Entry, entries[below] as Entry)) {
        below = right
      }
      const other = entries[below] as Entry
      if (!isBefore(other, last)) break
      entries[index] = other
      index = below
    }
    entries[index] = last
    return first
  }
}

function isBefore(one: Placed, other: Placed): boolean {
  return one.at < other.at || (one.at === other.at && one.order < other.order)
}
