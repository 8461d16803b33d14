import { BinaryHeap } from '../binary-heap.ts'
import type { ReadyEntry, Tables } from '../model/tables.ts'

/** Of rows that are due at the same instant, which go first is anybody's choice: take these first. */
export function preferIn(tables: Tables, ids: ReadonlySet<number | string>): void {
  tables.ready = tables.ready.map(() => new BinaryHeap<ReadyEntry>())
  for (const row of tables.queue.values()) {
    row.ready = { ...row.ready, order: ids.has(row.id) ? -1 : row.id }
    tables.ready[row.class]?.push(row.ready)
  }
}
