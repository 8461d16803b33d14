import type { Point, Strike } from '../script.ts'

/** What strikes a process when it next comes to a point, and for how long it is felt. */
export type Fault = { point: Point; strike: Strike; forMs: number }

/** Faults that wait for their process to come to their point: each strikes once, oldest first. */
export class ArmedFaults {
  readonly #tell: (sentence: string) => void
  #faults: Fault[] = []

  constructor(tell: (sentence: string) => void) {
    this.#tell = tell
  }

  arm(fault: Fault): void {
    this.#faults.push(fault)
  }

  clear(): void {
    this.#faults = []
  }

  takeBefore(point: Point): Fault | null {
    return this.#take(fault => fault.point === point && !afterTheFact.has(fault.strike))
  }

  takeAfter(point: Point): Fault | null {
    return this.#take(fault => fault.point === point && afterTheFact.has(fault.strike))
  }

  /** Whether something would strike after this point, if it were reached now. */
  strikesAfter(point: Point): boolean {
    return this.#faults.some(fault => fault.point === point && afterTheFact.has(fault.strike))
  }

  #take(isMeant: (fault: Fault) => boolean): Fault | null {
    if (this.#faults.length === 0) return null
    const index = this.#faults.findIndex(isMeant)
    const [fault] = index === -1 ? [] : this.#faults.splice(index, 1)
    if (fault === undefined) return null
    this.#tell(`${inWords[fault.strike]} its step “${fault.point}”`)
    return fault
  }
}

const afterTheFact = new Set<Strike>(['dies-after', 'stops-after', 'answer-lost', 'answer-late'])
const inWords: Record<Strike, string> = {
  'dies-before': 'dies before',
  'dies-after': 'dies after',
  'stops-before': 'is stopped before',
  'stops-after': 'is stopped after',
  lost: 'loses',
  'answer-lost': 'never hears the answer to',
  'answer-late': 'hears late the answer to',
  late: 'gives up on, while it is still under way,',
}
