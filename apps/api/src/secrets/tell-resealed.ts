import type { Resealed, Unopened } from './reseal.ts'

/** Exit code when something is still sealed under a key that was not given. */
const keyMissing = 2

/** What became of a walk through all secrets, in words and as an exit code. Silent when nothing was to do. */
export function tellResealed({ counts, unopened }: Resealed): {
  lines: string[]
  exitCode: number
} {
  const done = [...counts].filter(([, count]) => count > 0).map(([what, n]) => `${what} (${n})`)
  const missing = unopened.filter(({ isKeyMissing }) => isKeyMissing)
  const damaged = unopened.filter(({ isKeyMissing }) => !isKeyMissing)
  const lines = [
    done.length > 0 && `Sealed under the newest secret key: ${done.join(', ')}.`,
    damaged.length > 0 &&
      `No key opens ${named(damaged)}: changed outside of Prikke. Set them again.`,
    missing.length > 0 &&
      `Sealed under a key that is not here: ${named(missing)}. Name it in SECRET_KEY_PREVIOUS and run this again.`,
    missing.length === 0 && done.length > 0 && 'No other secret key is needed any more.',
  ]
  return {
    lines: lines.filter(line => line !== false),
    exitCode: missing.length > 0 ? keyMissing : 0,
  }
}

const mostNamed = 10

function named(unopened: Unopened[]): string {
  const first = unopened.slice(0, mostNamed).map(({ what, id }) => `${what} (${id})`)
  const more = unopened.length - first.length
  return more > 0 ? `${first.join(', ')} and ${more} more` : first.join(', ')
}
