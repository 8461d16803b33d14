import { apportion } from '@prikke/queue'
import type { Claim } from './claim.ts'
import { gaveWayClass } from './tables.ts'

/** Which quotas a worker asks for, claim after claim, as `createClaimer` does. */
export function createClaimer(random: () => number) {
  let oneClassAlone = false
  const open = (quotas: number[], isReserve: boolean) =>
    isReserve ? quotas.with(gaveWayClass, 0) : quotas
  return {
    begin: () => {
      oneClassAlone = false
    },
    first: (limit: number, isReserve: boolean): number[] => {
      const shared = apportion(limit, random)
      return open(oneClassAlone ? shared.map(() => limit) : shared, isReserve)
    },
    /** The quotas of a second pass; null when the first took all that it could. */
    second: (
      first: Claim,
      quotas: number[],
      limit: number,
      isReserve: boolean,
    ): number[] | null => {
      oneClassAlone = first.dueClasses.length <= 1
      const free = limit - first.count
      const least = Math.min(...(isReserve ? quotas.slice(0, gaveWayClass) : quotas))
      if (free === 0 || first.count < least) return null
      return open(
        quotas.map(() => free),
        isReserve,
      )
    },
  }
}
