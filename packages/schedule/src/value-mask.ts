/** A set of small numbers (0–31) in one integer: bit n is set when n belongs to it. */
export type ValueMask = number

export function maskOf(values: readonly number[]): ValueMask {
  return values.reduce((mask, value) => mask | (1 << value), 0)
}

export function maskHas(mask: ValueMask, value: number): boolean {
  return ((mask >>> value) & 1) === 1
}

/** The members, ascending. */
export function valuesOf(mask: ValueMask): number[] {
  return Array.from({ length: 32 }, (_, value) => value).filter(value => maskHas(mask, value))
}
