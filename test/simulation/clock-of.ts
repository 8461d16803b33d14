/** The time of day of an instant in UTC, as short as it can be said: `12:04:58.250`. */
export function clockOf(at: number): string {
  return new Date(at)
    .toISOString()
    .slice(11, 23)
    .replace(/\.000$/, '')
}
