import type { ClaimedAlert } from './model/alerts.ts'
import type { Alert } from './model/tables.ts'
import { Violation } from './violation.ts'

type Telling = {
  latest: ClaimedAlert | null
  isAnswered: boolean
  toldCount: number
  answeredCount: number
  isTouched: boolean
}

/** Watches that every alert is told, and told twice only where a fault met it. */
export class Tellings {
  readonly #tellings = new Map<Alert, Telling>()

  claimed(item: ClaimedAlert): void {
    const telling = this.#of(item)
    telling.latest = item
    telling.isAnswered = false
  }

  touched(item: ClaimedAlert): void {
    this.#of(item).isTouched = true
  }

  told(item: ClaimedAlert, now: number): void {
    const telling = this.#of(item)
    if (telling.toldCount > telling.answeredCount && !telling.isTouched) {
      throw new Violation(now, item.jobId, 'an alert is told twice although no fault met it')
    }
    telling.toldCount++
  }

  settled(item: ClaimedAlert, now: number): void {
    const telling = this.#of(item)
    if (telling.latest !== item) {
      throw new Violation(now, item.jobId, 'an alert is settled by a try that is not its latest')
    }
    // Settled again because its answer was lost, a retry only waits a little longer.
    if (!telling.isAnswered) telling.answeredCount++
    telling.isAnswered = true
  }

  #of({ alert }: ClaimedAlert): Telling {
    const known = this.#tellings.get(alert)
    if (known !== undefined) return known
    const made = {
      latest: null,
      isAnswered: true,
      toldCount: 0,
      answeredCount: 0,
      isTouched: false,
    }
    this.#tellings.set(alert, made)
    return made
  }
}
