const uuid7 = /^([0-9a-f]{8})-([0-9a-f]{4})-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i

/** When something was made, in ms since 1970, as its id tells; null for what is no such id. */
export function bornAt(id: string): number | null {
  const [, high, low] = uuid7.exec(id) ?? []
  return high === undefined || low === undefined ? null : Number.parseInt(high + low, 16)
}
