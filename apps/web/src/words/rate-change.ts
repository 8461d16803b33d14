/** How a share compares with the one before, in percentage points: `+1.2 points`; null when neither is known. */
export function rateChange(now: number | null, before: number | null): string | null {
  if (now === null || before === null) return null
  // Rounded alike in both directions, and as written: 0.9875 is not quite that in binary.
  const points = Math.round(Number((Math.abs(now - before) * 1_000).toFixed(6))) / 10
  if (points === 0) return 'the same'
  return `${now > before ? '+' : '−'}${points} ${points === 1 ? 'point' : 'points'}`
}
