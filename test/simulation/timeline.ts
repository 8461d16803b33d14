import { BinaryHeap } from './binary-heap.ts'

type Event = { at: number; order: number; step: () => void }

/** The clock of the database, and all that is still to happen; nothing else moves time. */
export class Timeline {
  now: number
  readonly #events = new BinaryHeap<Event>()
  #count = 0

  constructor(now: number) {
    this.now = now
  }

  /** Calls `step` at an instant in epoch ms; what is past happens next. */
  at(instant: number, step: () => void): void {
    // Instants are whole milliseconds, as in the tables.
    const at = Math.max(this.now, Math.ceil(instant))
    this.#events.push({ at, order: this.#count++, step })
  }

  runUntil(instant: number): void {
    for (;;) {
      const next = this.#events.peek()
      if (next === undefined || next.at > instant) break
      this.#events.pop()
      this.now = next.at
      next.step()
    }
    this.now = instant
  }
}
