const names = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
/** A Ctrl-C arrives from the terminal and once more from the package manager. */
const sameWithinMs = 500

/** Calls `first` at the first request to stop and `again` at every later one. */
export function onStopSignals({ first, again }: { first: () => void; again: () => void }): void {
  let lastAt = Number.NEGATIVE_INFINITY
  let asked = false
  const hear = () => {
    const repeated = performance.now() - lastAt < sameWithinMs
    lastAt = performance.now()
    if (!asked) first()
    else if (!repeated) again()
    asked = true
  }
  for (const name of names) process.on(name, hear)
}
