import type { Exchange } from './exchange.ts'

type Group = { exchanges: Set<Exchange>; abort: () => void }

/**
 * The exchanges that have not ended, by the signal that gives them up. Those of one signal share a
 * listener: one for each would cost more than to begin and end an exchange does otherwise.
 */
export class UnderWay {
  readonly #groups = new Map<AbortSignal | undefined, Group>()

  add(exchange: Exchange): void {
    const { signal } = exchange
    const group = this.#groups.get(signal) ?? this.#open(signal)
    group.exchanges.add(exchange)
  }

  delete(exchange: Exchange): void {
    const { signal } = exchange
    const group = this.#groups.get(signal)
    if (group === undefined) return
    group.exchanges.delete(exchange)
    if (group.exchanges.size > 0) return
    this.#groups.delete(signal)
    signal?.removeEventListener('abort', group.abort)
  }

  /** Gives all of them up. */
  abort(): void {
    for (const group of this.#groups.values()) group.abort()
  }

  #open(signal: AbortSignal | undefined): Group {
    const exchanges = new Set<Exchange>()
    const abort = (): void => {
      for (const exchange of exchanges) exchange.abort()
    }
    signal?.addEventListener('abort', abort, { once: true })
    const group = { exchanges, abort }
    this.#groups.set(signal, group)
    return group
  }
}
