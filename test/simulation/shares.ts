import type { Claim } from './model/claim.ts'
import { Violation } from './violation.ts'

/** One slot in ten is drawn for the smallest class: that 400 pass it by does not happen by chance. */
const mostPassedBy = 400

/** Watches that no class with work is passed over by claim after claim. */
export class Shares {
  #passedBy: number[] = []

  claimed({ dueClasses, items }: Claim, now: number): void {
    if (dueClasses.length <= 1 && this.#passedBy.length === 0) return
    const passedBy: number[] = []
    for (const of of dueClasses) {
      if (items.some(item => item.class === of)) continue
      passedBy[of] = (this.#passedBy[of] ?? 0) + items.length
      if (passedBy[of] <= mostPassedBy) continue
      const message = `class ${of} has work and ${passedBy[of]} others went before it`
      throw new Violation(now, null, message)
    }
    this.#passedBy = passedBy
  }
}
