import type { Client } from '../client.ts'
import type { Witness } from './witness.ts'

/** How a call ended, and the span within which it took effect, if it did. */
export type Asked<T> = {
  outcome: 'done' | 'refused' | 'unknown'
  body: T | null
  from: number
  /** Infinity when it may still take effect, or nobody can say whether it did. */
  to: number
}

/** Longer than any process is stopped, and than the api may take over a request. */
const givenUpAfterMs = 90_000
/** After a connection broke, what it carried may still be committed for this long. */
const holdMs = 5_000

const pause = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms))

/**
 * Calls the api once. A broken connection or a 5xx leaves open whether it was done; it is told when
 * nothing can come of it any more. Thus what is to be asked is not used up while nobody answers.
 */
export async function ask<T>(
  witness: Witness,
  client: Client,
  [method, path, body]: [string, string, unknown?],
): Promise<Asked<T>> {
  const from = Date.now()
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<null>(resolve => {
    timer = setTimeout(() => resolve(null), givenUpAfterMs)
  })
  witness.counts.asked++
  const called = client.call<T>(method, path, body).catch(() => 'broken' as const)
  const answer = await Promise.race([called, late])
  clearTimeout(timer)
  const at = Date.now()
  if (answer === null || answer === 'broken' || answer.status >= 500) {
    witness.counts.unanswered++
    if (answer !== null) await pause(holdMs)
    const to = answer === null ? Number.POSITIVE_INFINITY : at + holdMs
    return { outcome: 'unknown', body: null, from, to }
  }
  if (answer.status >= 400) {
    witness.counts.refused++
    return { outcome: 'refused', body: answer.body, from, to: at }
  }
  return { outcome: 'done', body: answer.body, from, to: at }
}

/**
 * Calls the api until it says yes or no, for calls that may be repeated. A no after an unanswered
 * call leaves open what became of that one.
 */
export async function askUntilKnown<T>(
  witness: Witness,
  client: Client,
  call: [string, string, unknown?],
): Promise<Asked<T>> {
  const first = await ask<T>(witness, client, call)
  let last = first
  while (last.outcome === 'unknown' && Number.isFinite(last.to)) {
    last = await ask<T>(witness, client, call)
  }
  if (last === first) return first
  const isKnown = last.outcome === 'done'
  const to = isKnown ? last.to : Number.POSITIVE_INFINITY
  return { ...last, outcome: isKnown ? 'done' : 'unknown', from: first.from, to }
}
