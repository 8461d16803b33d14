/** How a share compares with the one before, in percentage points: `+1.2 points`; null when neither is known. */
export function rateChange(now: number | null, before: number | null): string | null {
  if (now === null || before === null) return null
  const points = Math.round((now - before) * 1_000) / 10
  if (points === 0) return 'the same'
  return `${points > 0 ? '+' : '−'}${Math.abs(points)} ${Math.abs(points) === 1 ? 'point' : 'points'}`
}
