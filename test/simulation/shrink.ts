/**
 * The fewest steps of a script, in their order, that still fail: delta debugging (Zeller's ddmin).
 * `fails` must say the same for the same steps.
 */
export async function shrink<Step>(
  steps: readonly Step[],
  fails: (steps: Step[]) => boolean | Promise<boolean>,
): Promise<Step[]> {
  let left = [...steps]
  let parts = 2
  while (left.length > 0) {
    const size = Math.ceil(left.length / parts)
    const without = await firstFailing(left, size, fails)
    if (without !== null) {
      left = without
      parts = Math.max(2, parts - 1)
    } else if (size === 1) break
    else parts = Math.min(left.length, parts * 2)
  }
  return left
}

/** The script without one part of `size` steps, if it still fails so; null when none does. */
async function firstFailing<Step>(
  steps: Step[],
  size: number,
  fails: (steps: Step[]) => boolean | Promise<boolean>,
): Promise<Step[] | null> {
  // From the end: what happens late needs what happened before more often than the other way round.
  const last = Math.floor((steps.length - 1) / size) * size
  for (let from = last; from >= 0; from -= size) {
    const without = steps.toSpliced(from, size)
    if (await fails(without)) return without
  }
  return null
}
