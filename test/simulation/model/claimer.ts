import { apportion } from '@prikke/queue'
import type { Claim } from './claim.ts'

/** Which quotas a worker asks for, claim after claim, as `createClaimer` does. */
export function createClaimer(random: () => number) {
  let oneClassAlone = false
  return {
    begin: () => {
      oneClassAlone = false
    },
    first: (limit: number): number[] => {
      const shared = apportion(limit, random)
      return oneClassAlone ? shared.map(() => limit) : shared
    },
    /** The quotas of a second pass; null when the first took all that it could. */
    second: (first: Claim, quotas: number[], limit: number): number[] | null => {
      oneClassAlone = first.dueClasses.length <= 1
      const free = limit - first.count
      if (free === 0 || first.count < Math.min(...quotas)) return null
      return quotas.map(() => free)
    },
  }
}
