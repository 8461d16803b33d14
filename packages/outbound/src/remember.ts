/** A pure function with a memory: bounded by starting afresh after `most` different keys. */
export function remember<V extends {}>(most: number, ask: (key: string) => V): (key: string) => V {
  const known = new Map<string, V>()
  return key => {
    const before = known.get(key)
    if (before !== undefined) return before
    const answer = ask(key)
    if (known.size >= most) known.clear()
    known.set(key, answer)
    return answer
  }
}
