/** The system's monotonic clock in ms, the same for every process of this machine. */
export function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6
}

/** What to add to the monotonic clock to get epoch ms, to a few µs; waits for the next whole ms. */
export function epochOffsetMs(): number {
  const before = Date.now()
  for (;;) {
    const now = Date.now()
    if (now !== before) return now - monotonicMs()
  }
}
