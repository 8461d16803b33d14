import { minuteScan } from './minute-scan.ts'
import type { Definition } from './model/tables.ts'

type Schedule = Definition['schedule']
/** `after` < instants of the schedule <= `through`; still running while `through` is null. */
type Period = { definition: Definition; after: number; through: number | null }

/**
 * What people asked for, and therefore every occurrence that must have its row: kept beside the
 * tables, from the acts of people and the clock alone.
 */
export class Account {
  readonly #periods = new Map<number, Period[]>()
  readonly #cancelledAhead = new Map<number, number>()
  readonly #from: number
  readonly #until: number

  constructor(from: number, until: number) {
    this.#from = from
    this.#until = until
  }

  get jobIds(): Iterable<number> {
    return this.#periods.keys()
  }

  /** A job was made, edited or switched; null when it is off or gone from now on. */
  changed(jobId: number, now: number, definition: Definition | null): void {
    const isNew = !this.#periods.has(jobId)
    const periods = this.#periods.get(jobId) ?? []
    this.#periods.set(jobId, periods)
    // An occurrence cancelled before it was due keeps its row: the next period begins after it.
    let after = Math.max(now, this.#cancelledAhead.get(jobId) ?? now)
    const last = periods.at(-1)
    if (last !== undefined) last.through ??= after
    if (definition === null) return
    const { schedule } = definition
    if (schedule.scheduleType === 'once' && schedule.scheduledAt <= after) {
      const isMomentPast = schedule.scheduledAt > now - 60_000
      const isKnown = this.expected(jobId, after).has(schedule.scheduledAt)
      if (isNew || (isMomentPast && !isKnown)) after = schedule.scheduledAt - 1
    }
    periods.push({ definition: { ...definition }, after, through: null })
  }

  cancelled(jobId: number, scheduledFor: number): void {
    const other = this.#cancelledAhead.get(jobId) ?? scheduledFor
    this.#cancelledAhead.set(jobId, Math.max(other, scheduledFor))
  }

  /** The definition that stands now; undefined when the job is off or gone. */
  current(jobId: number): Definition | undefined {
    const last = this.#periods.get(jobId)?.at(-1)
    return last?.through === null ? last.definition : undefined
  }

  /** Every instant up to `horizon` at which the job has an occurrence. */
  expected(jobId: number, horizon: number): Set<number> {
    const instants = new Set<number>()
    for (const { definition, after, through } of this.#periods.get(jobId) ?? []) {
      for (const at of this.instantsOf(definition.schedule)) {
        if (at > after && at <= (through ?? horizon)) instants.add(at)
      }
    }
    return instants
  }

  /** Every instant of a schedule within the run, ascending. */
  instantsOf(schedule: Schedule): readonly number[] {
    if (schedule.scheduleType === 'once') return [schedule.scheduledAt]
    return minuteScan(schedule.cronExpression, schedule.timezone, this.#from, this.#until)
  }
}
