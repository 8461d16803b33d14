/**
 * A line through the middle of equal slots over that width; it breaks where a slot has no value, and
 * one that stands alone is a short stroke. `yOf` says how high a value stands.
 */
export function linePath(
  values: readonly (number | null)[],
  yOf: (value: number) => number,
  width: number,
): string {
  const xOf = (index: number) => round(((index + 0.5) / values.length) * width)
  return values
    .map((value, index) => {
      if (value === null) return ''
      const [before, after] = [values[index - 1] ?? null, values[index + 1] ?? null]
      const point = `${xOf(index)} ${round(yOf(value))}`
      if (before !== null) return `L${point}`
      return after === null ? `M${round(xOf(index) - 1.5)} ${round(yOf(value))}h3` : `M${point}`
    })
    .join('')
}

const round = (value: number) => Math.round(value * 10) / 10
