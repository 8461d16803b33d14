import type { Claim } from './model/claim.ts'
import { gaveWayClass } from './model/tables.ts'
import { Violation } from './violation.ts'

/** One slot in ten is drawn for a small class: that 400 pass it by does not happen by chance. */
const mostPassedBy = 400
/** What gave way has one slot in twenty, and none while slow ones hold the slots of a worker. */
const mostPassedByAside = 800

/** Watches that no class with work is passed over by claim after claim. */
export class Shares {
  #passedBy: number[] = []

  claimed({ dueClasses, items }: Claim, isReserve: boolean, now: number): void {
    if (dueClasses.length <= 1 && this.#passedBy.length === 0) return
    const passedBy: number[] = []
    for (const of of dueClasses) {
      if (items.some(item => item.class === of)) continue
      const isMeant = isReserve && of === gaveWayClass
      passedBy[of] = (this.#passedBy[of] ?? 0) + (isMeant ? 0 : items.length)
      if (passedBy[of] <= (of === gaveWayClass ? mostPassedByAside : mostPassedBy)) continue
      const message = `class ${of} has work and ${passedBy[of]} others went before it`
      throw new Violation(now, null, message)
    }
    this.#passedBy = passedBy
  }
}
