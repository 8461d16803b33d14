const firstMs = 10_000
const longestMs = 86_400_000
/** Each pause is up to this much longer, so that what failed together is not tried together again. */
export const longestJitter = 0.2

/**
 * When each attempt starts, in ms after the first, if every one fails at once: after 10 s, 20 s, 40 s …
 * and never more than a day, as the executor has it.
 */
export function attemptStarts(retries: number): number[] {
  const starts = [0]
  for (let retry = 0; retry < retries; retry += 1) {
    starts.push((starts.at(-1) ?? 0) + Math.min(longestMs, firstMs * 2 ** retry))
  }
  return starts
}
