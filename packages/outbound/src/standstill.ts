const beatMs = 100
/** Less is a busy event loop; a target may well answer meanwhile. */
const longestGapMs = 500

/**
 * Knows when this process stood still: stopped, moved to another machine, starved of processor
 * time. Meanwhile deadlines pass that no target has missed.
 */
export class Standstill {
  #beatAt = performance.now()
  #from = 0
  #to = 0
  readonly #timer = setInterval(() => this.#beat(), beatMs).unref()

  /** Whether the process has stood still for long since an instant of the monotonic clock. */
  since(instant: number): boolean {
    // A timer that was due before this one may ask first.
    this.#beat()
    return this.#to - Math.max(this.#from, instant) > longestGapMs
  }

  close(): void {
    clearInterval(this.#timer)
  }

  #beat(): void {
    const now = performance.now()
    if (now - this.#beatAt > longestGapMs) {
      this.#from = this.#beatAt
      this.#to = now
    }
    this.#beatAt = now
  }
}
