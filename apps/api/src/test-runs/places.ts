import { Problem } from '../problem.ts'

const mostOfOne = 3
const mostOfAll = 20

/**
 * How many tests may be under way at once in this process: of one organization, and of all.
 * @throws Problem 429 when there is no place; what it returns gives the place back.
 */
export function createTestPlaces(): (organizationId: string) => () => void {
  const taken = new Map<string, number>()
  let all = 0
  return organizationId => {
    const own = taken.get(organizationId) ?? 0
    if (own >= mostOfOne) throw full('Three tests of this organization are under way.')
    if (all >= mostOfAll) throw full('Too many tests are under way.')
    taken.set(organizationId, own + 1)
    all++
    return () => {
      all--
      const left = (taken.get(organizationId) ?? 1) - 1
      if (left === 0) taken.delete(organizationId)
      else taken.set(organizationId, left)
    }
  }
}

const full = (detail: string) =>
  new Problem({
    status: 429,
    code: 'rate_limited',
    detail: `${detail} Wait for one of them to end.`,
    headers: { 'retry-after': '5' },
  })
