const whole = new Intl.NumberFormat('en-US')
const compact = new Intl.NumberFormat('en-US', {
  notation: 'compact',
  maximumFractionDigits: 1,
})

/** A count in full: `1,234`, `1,234,567`. */
export const formatWhole = (count: number): string => whole.format(count)

/** A count: in full below 10,000, else `12.3k`, `1.2M`; show the full one in the title. */
export const formatCount = (count: number): string =>
  count < 10_000 ? whole.format(count) : compact.format(count).replace('K', 'k')

/**
 * A share of 1 in percent: `99.87 %`, `98.4 %`, two decimals from 99 on; `–` when nothing is known.
 * Never rounded up to 100, which would hide the one that failed, nor down to 0.
 */
export function formatRate(rate: number | null): string {
  if (rate === null) return '–'
  if (rate === 0 || rate === 1) return `${rate * 100} %`
  const digits = rate >= 0.99 ? 2 : 1
  const least = 1 / 10 ** digits
  const percent = Math.min(100 - least, Math.max(least, rate * 100))
  return `${percent.toFixed(digits)} %`
}
