/** A map that forgets its oldest entry when full. Reading does not reorder: reads are the hot path. */
export class BoundedCache<Key, Value> {
  readonly #entries = new Map<Key, Value>()
  readonly #capacity: number

  constructor(capacity: number) {
    this.#capacity = capacity
  }

  get size(): number {
    return this.#entries.size
  }

  /** The remembered value for the key, else what `make` returns, remembered from now on. */
  getOrMake(key: Key, make: (key: Key) => Value): Value {
    const known = this.#entries.get(key)
    if (known !== undefined) return known
    const made = make(key)
    if (this.#entries.size >= this.#capacity) {
      const oldest = this.#entries.keys().next()
      if (!oldest.done) this.#entries.delete(oldest.value)
    }
    this.#entries.set(key, made)
    return made
  }
}
