import { draw } from '../random.ts'
import type { Point, Role } from '../script.ts'
import type { Timeline } from '../timeline.ts'
import { ArmedFaults, type Fault } from './armed-faults.ts'

type Owner = {
  /** Begins a life: nothing is left of the one before. */
  begin: () => void
  /** A fault has struck: what it held may be sent twice from here on. */
  struck: () => void
}
export type Surroundings = {
  timeline: Timeline
  seed: number
  databaseAwayUntil: number
  note: ((sentence: string, about?: { jobId: number; scheduledFor: number }) => void) | null
}

const unansweredMs = 200
const longestTripMs = 3
const slowTripMs = 60

/** One process of Prikke: it can die, be stopped and come back stale; its clock is its own. */
export class Process {
  readonly name: string
  /** How fast its clock runs, and how far it is off. */
  readonly #clockRate: number
  readonly clockSkewMs: number
  readonly #around: Surroundings
  readonly #owner: Owner
  readonly #faults: ArmedFaults
  readonly #key: number
  #life = 0
  #alive = false
  #stoppedUntil = 0
  #waitsUntil = 0
  /** What came due while it was stopped. */
  #deferred: (() => void)[] = []
  #sentCount = 0
  #waiter: (() => void) | null = null
  #rung = false

  constructor(around: Surroundings, role: Role, number: number, owner: Owner) {
    this.name = `${role} ${number + 1}`
    this.#key = role.length * 16 + number
    this.#around = around
    this.#owner = owner
    this.#faults = new ArmedFaults(sentence => around.note?.(`${this.name} ${sentence}`))
    this.#clockRate = 0.98 + draw(around.seed, this.#key, 1) * 0.04
    this.clockSkewMs = Math.round((draw(around.seed, this.#key, 2) - 0.5) * 1_200_000)
  }

  get isAlive(): boolean {
    return this.#alive
  }

  begin(): void {
    this.#alive = true
    this.#waiter = null
    this.#rung = false
    this.#owner.begin()
  }

  /** Dies on the spot and is started anew after a while. */
  die(forMs: number): void {
    if (!this.#alive) return
    this.#owner.struck()
    this.exit(forMs)
  }

  /** Leaves by itself, owing nothing, and is started anew after a while. */
  exit(forMs: number): void {
    this.#alive = false
    this.#life++
    this.#stoppedUntil = 0
    this.#waitsUntil = 0
    this.#deferred = []
    const { timeline } = this.#around
    timeline.at(timeline.now + forMs, () => {
      if (!this.#alive) this.begin()
    })
  }

  stop(forMs: number): void {
    if (!this.#alive) return
    this.#owner.struck()
    const { timeline } = this.#around
    this.#stoppedUntil = Math.max(this.#stoppedUntil, timeline.now + forMs)
    timeline.at(this.#stoppedUntil, () => this.#resume())
  }

  #resume(): void {
    if (this.#isStopped()) return
    for (const step of this.#deferred.splice(0)) step()
  }

  #isStopped(): boolean {
    return this.#stoppedUntil > this.#around.timeline.now
  }

  heal(): void {
    this.#faults.clear()
    this.#stoppedUntil = 0
    if (this.#alive) this.#resume()
    else this.begin()
  }

  arm(fault: Fault): void {
    this.#faults.arm(fault)
  }

  /** Calls `step` when its own clock has moved on by `ms`, if it lives, and once it runs. */
  after(ms: number, step: () => void): void {
    const { timeline } = this.#around
    this.#at(timeline.now + ms * this.#clockRate, step)
  }

  #at(instant: number, step: () => void): void {
    if (!this.#alive) return
    const life = this.#life
    const { timeline } = this.#around
    const attempt = () => {
      if (this.#life !== life) return
      if (this.#isStopped()) this.#deferred.push(attempt)
      else step()
    }
    timeline.at(instant, attempt)
  }

  /** Waits until rung or until its clock has moved on; a ring while nobody waits is kept. */
  wait(ms: number, step: () => void): void {
    const once = () => {
      if (this.#waiter !== once) return
      this.#waiter = null
      step()
    }
    this.#waiter = once
    if (this.#rung) {
      this.#rung = false
      once()
    } else this.after(ms, once)
  }

  ring(): void {
    if (this.#waiter === null) this.#rung = true
    else this.after(0, this.#waiter)
  }

  /** Does something of its own that a fault may cut off before or after. */
  pass(point: Point, step: () => void): void {
    if (!this.#alive) return
    const fault = this.#faults.takeBefore(point) ?? this.#faults.takeAfter(point)
    if (fault?.strike === 'stops-before') this.stop(fault.forMs)
    if (fault?.strike === 'dies-before') this.die(fault.forMs)
    else if (fault?.strike === 'stops-before') this.after(0, step)
    else step()
    if (fault?.strike === 'dies-after') this.die(fault.forMs)
    if (fault?.strike === 'stops-after') this.stop(fault.forMs)
  }

  /**
   * Sends one statement. `execute` happens at the database, whatever becomes of the process
   * meanwhile, and is told whether its answer will arrive; an empty result spends no fault that
   * strikes after it.
   */
  send<Result extends { count: number }>(
    point: Point,
    execute: (isHeard: boolean) => Result,
    answered: (result: Result) => void,
    failed: () => void,
  ): void {
    if (!this.#alive) return
    const { timeline } = this.#around
    const before = this.#faults.takeBefore(point)
    if (before?.strike === 'dies-before') {
      this.die(before.forMs)
      return
    }
    if (before?.strike === 'stops-before') {
      this.stop(before.forMs)
      this.after(0, () => this.send(point, execute, answered, failed))
      return
    }
    if (before !== null) this.#owner.struck()
    const life = this.#life
    const tripMs = this.#tripMs()
    const isLate = before?.strike === 'late'
    if (before !== null) this.after(unansweredMs, failed)
    if (before?.strike === 'lost') return
    timeline.at(timeline.now + tripMs + (isLate ? before.forMs : 0), () => {
      if (timeline.now < this.#around.databaseAwayUntil) {
        if (isLate || this.#life !== life) return
        this.#owner.struck()
        this.after(unansweredMs, failed)
        return
      }
      const isStruck = this.#life === life && !isLate && this.#faults.strikesAfter(point)
      const isImpaired = this.#isStopped() || this.#waitsUntil > timeline.now
      const isHeard = this.#life === life && !isLate && !isImpaired && !isStruck
      const result = execute(isHeard)
      if (isLate || this.#life !== life) return
      const fault = result.count > 0 && isStruck ? this.#faults.takeAfter(point) : null
      if (fault?.strike === 'dies-after') return this.die(fault.forMs)
      if (fault?.strike === 'stops-after') this.stop(fault.forMs)
      if (fault?.strike === 'answer-lost') {
        this.#owner.struck()
        return this.after(unansweredMs, failed)
      }
      const isSlow = fault?.strike === 'answer-late'
      if (isSlow) this.#wait(fault.forMs)
      const backMs = isSlow ? fault.forMs : this.#tripMs()
      this.#at(timeline.now + backMs, () => answered(result))
    })
  }

  /** What it holds, and what it takes while it waits for an answer, may outlive its lease. */
  #wait(forMs: number): void {
    this.#owner.struck()
    this.#waitsUntil = Math.max(this.#waitsUntil, this.#around.timeline.now + forMs)
  }

  #tripMs(): number {
    const at = draw(this.#around.seed, this.#key, 3, this.#sentCount++)
    return at < 0.98 ? at * longestTripMs : slowTripMs * at
  }
}
