/** Throws unless exactly these ids came, each once; returns how many they are. */
export function checkExactlyOnce(
  system: string,
  expected: string[],
  { ids }: { ids: string[] },
): number {
  const wanted = new Set(expected)
  const came = new Set(ids)
  const missing = expected.filter(id => !came.has(id)).length
  const strange = ids.filter(id => !wanted.has(id)).length
  const again = ids.length - came.size
  if (missing + strange + again === 0) return wanted.size
  throw new Error(
    `${system}: ${missing} never came, ${strange} nobody asked for, ${again} came again.`,
  )
}
