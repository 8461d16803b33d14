/** Milliseconds since an instant of the monotonic clock, in hundredths. */
export function since(startedAt: number): number {
  return between(startedAt, performance.now())
}

/** Milliseconds between two instants of the monotonic clock, in hundredths. */
export function between(startedAt: number, endedAt: number): number {
  return Math.round((endedAt - startedAt) * 100) / 100
}
