const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })
const units = ['k', 'M', 'B'] as const

/** A count in full: `12,345`; `–` when unknown. */
export const formatWhole = (count: number | null): string =>
  count === null ? '–' : whole.format(count)

/** A count as it fits: `1,234` in full below 10,000, then `12.3k`, `4.56M`; `–` when unknown. */
export function formatCount(count: number | null): string {
  if (count === null || Math.abs(count) < 10_000) return formatWhole(count)
  const index = units.findIndex((_, power) => Math.abs(count) < 999_500 * 1_000 ** power)
  const unit = units[index === -1 ? 2 : index] ?? 'B'
  const scaled = count / 1_000 ** (units.indexOf(unit) + 1)
  return `${Number(scaled.toPrecision(3))}${unit}`
}

/**
 * A share of 1 in percent: two decimals from 99 %, else one; `–` when there is none. It is never said
 * to be 100 % or 0 % when it only is near.
 */
export function formatRate(rate: number | null): string {
  if (rate === null) return '–'
  const percent = rate * 100
  if (rate === 1 || rate === 0) return `${percent} %`
  const digits = percent >= 99 ? 2 : 1
  const step = 10 ** -digits
  const near = Math.floor(percent / step + 1e-9) * step
  return `${Math.min(100 - step, Math.max(step, near)).toFixed(digits)} %`
}
