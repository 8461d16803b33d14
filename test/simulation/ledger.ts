import type { Outcome } from '@prikke/queue'
import type { Account } from './account.ts'
import { AlertFold, type Ending } from './alert-fold.ts'
import { clockOf } from './clock-of.ts'
import type { Claimed } from './model/claim.ts'
import type { Settlement } from './model/settle.ts'
import type { HistoryRow, QueueRow, Tables, Trigger } from './model/tables.ts'
import type { Written } from './model/tick.ts'
import { checkPolicy } from './policy.ts'
import { Violation } from './violation.ts'

type Execution = {
  id: number
  jobId: number
  trigger: Trigger
  scheduledFor: number
  earliestAt: number
  lastAttempt: number
  /** The latest claim, until it is settled. */
  held: Claimed | null
  requestCount: number
  answeredCount: number
  /** A fault met it: it may be sent again although nothing says that it was sent. */
  isTouched: boolean
  isOver: boolean
}

/** Watches what the statements of a run say and holds it against the promises, one by one. */
export class Ledger {
  readonly fold = new AlertFold()
  executionCount = 0
  readonly #executions = new Map<number, Execution>()
  readonly #occurrences = new Map<number, Set<number>>()
  readonly #unfinished = new Map<number, number>()
  readonly #account: Account

  constructor(account: Account) {
    this.#account = account
  }

  /** What a tick or an edit wrote, by the plan that it made at `foundAt`. */
  written({ queued, closed }: Written, foundAt: number, now: number): void {
    for (const row of closed) {
      this.#occurrence(row, now)
      const isBusy = this.#unfinishedOf(row.jobId) > 0
      checkPolicy(this.#account, row, foundAt, now, row.status as 'missed' | 'skipped', isBusy)
    }
    for (const row of queued) {
      this.#occurrence(row, now)
      const isBusy = this.#unfinishedOf(row.jobId) > 0
      checkPolicy(this.#account, row, foundAt, now, 'queued', isBusy)
      this.#began(row)
    }
  }

  /** Run now or replay. */
  ran(row: QueueRow): void {
    this.#began(row)
  }

  #occurrence({ jobId, scheduledFor }: QueueRow | HistoryRow, now: number): void {
    const known = this.#occurrences.get(jobId) ?? new Set()
    this.#occurrences.set(jobId, known)
    if (known.has(scheduledFor)) {
      const message = `the occurrence of ${clockOf(scheduledFor)} has a second row`
      throw new Violation(now, jobId, message, scheduledFor)
    }
    known.add(scheduledFor)
  }

  #began({ id, jobId, trigger, scheduledFor }: QueueRow): void {
    this.executionCount++
    this.#count(jobId, 1)
    this.#executions.set(id, {
      id,
      jobId,
      trigger,
      scheduledFor,
      earliestAt: scheduledFor,
      lastAttempt: 0,
      held: null,
      requestCount: 0,
      answeredCount: 0,
      isTouched: false,
      isOver: false,
    })
  }

  withdrawn(row: QueueRow): void {
    this.#count(row.jobId, -1)
    this.#executions.delete(row.id)
    this.#occurrences.get(row.jobId)?.delete(row.scheduledFor)
    this.executionCount--
  }

  cancelled(row: QueueRow, now: number): void {
    this.#over(this.#execution(row.id))
    if (row.trigger === 'schedule' && row.scheduledFor > now) {
      this.#account.cancelled(row.jobId, row.scheduledFor)
    }
  }

  claimed(item: Claimed, now: number): void {
    const execution = this.#execution(item.id)
    if (execution.isOver) throw broken(item, now, 'is claimed although it is over')
    if (item.attempt <= execution.lastAttempt) {
      const numbers = `${execution.lastAttempt}, then ${item.attempt}`
      throw broken(item, now, `has attempts that do not rise: ${numbers}`)
    }
    if (now < execution.earliestAt) throw broken(item, now, 'is claimed too early')
    execution.lastAttempt = item.attempt
    execution.held = item
  }

  requested(item: Claimed, now: number): void {
    const execution = this.#execution(item.id)
    if (now < item.scheduledFor) throw broken(item, now, 'is sent before its time')
    if (execution.requestCount > execution.answeredCount && !execution.isTouched) {
      throw broken(item, now, 'is sent twice although no fault met it')
    }
    execution.requestCount++
  }

  touched(id: number): void {
    const execution = this.#executions.get(id)
    if (execution !== undefined) execution.isTouched = true
  }

  /** A retry or a release that was accepted. */
  wentBack({ execution: item, outcome }: Settlement, isJobOn: boolean, now: number): void {
    const execution = this.#settled(item, now)
    if (outcome.kind === 'retry') {
      execution.answeredCount++
      execution.earliestAt = now + outcome.delayMs
      if (!isJobOn && item.trigger === 'schedule') {
        throw broken(item, now, 'goes back although its job is off')
      }
    } else if (outcome.kind === 'released' && outcome.started) execution.isTouched = true
  }

  /** Results that one statement accepted as final. */
  ended(settlements: Settlement[], tables: Tables, now: number): void {
    const endings: Ending[] = []
    for (const { execution: item, outcome } of settlements) {
      const execution = this.#settled(item, now)
      this.#over(execution)
      if (outcome.kind !== 'final') continue
      if (isAnswered(outcome) && execution.requestCount === 0) {
        throw broken(item, now, 'has a result and was never sent')
      }
      endings.push({
        executionId: item.id,
        jobId: item.jobId,
        scheduledFor: item.scheduledFor,
        status: outcome.status,
        alertOn: tables.jobs.get(item.jobId)?.alertOn ?? null,
        channelIds: item.organization.channels.flatMap(({ id, enabled }) => (enabled ? id : [])),
      })
    }
    this.fold.add(endings)
  }

  #settled(item: Claimed, now: number): Execution {
    const execution = this.#execution(item.id)
    if (execution.held !== item || execution.isOver) {
      throw broken(item, now, `is settled by attempt ${item.attempt}, which is not its latest`)
    }
    execution.held = null
    return execution
  }

  /** With everything drained: what the tables hold is what the account asks for. */
  finish(tables: Tables, sureUntil: number, horizon: number): void {
    for (const execution of this.#executions.values()) {
      if (!execution.isOver) throw broken(execution, horizon, 'never reached a final state')
    }
    if (tables.queue.size > 0) throw new Violation(horizon, null, 'the queue is not empty')
    for (const jobId of this.#account.jobIds) this.#checkOccurrences(jobId, sureUntil, horizon)
    for (const key of this.fold.expected) {
      if (!tables.alerts.has(key)) throw new Violation(horizon, null, `no alert for ${key}`)
    }
    for (const [key, { jobId, status }] of tables.alerts) {
      if (!this.fold.expected.has(key)) {
        throw new Violation(horizon, jobId, `an alert that nothing calls for: ${key}`)
      }
      if (status === 'pending') throw new Violation(horizon, jobId, `never told: ${key}`)
    }
  }

  #checkOccurrences(jobId: number, sureUntil: number, horizon: number): void {
    const expected = this.#account.expected(jobId, horizon)
    const found = this.#occurrences.get(jobId) ?? new Set()
    for (const at of expected) {
      if (!found.has(at) && at <= sureUntil) {
        const message = `the occurrence of ${clockOf(at)} has no row`
        throw new Violation(horizon, jobId, message, at)
      }
    }
    for (const at of found) {
      if (!expected.has(at)) {
        const message = `a row of ${clockOf(at)}, which no schedule asks for`
        throw new Violation(horizon, jobId, message, at)
      }
    }
  }

  #execution(id: number): Execution {
    const execution = this.#executions.get(id)
    if (execution === undefined) throw new Error(`The ledger knows no execution ${id}.`)
    return execution
  }

  #over(execution: Execution): void {
    if (!execution.isOver) this.#count(execution.jobId, -1)
    execution.isOver = true
  }

  #count(jobId: number, by: number): void {
    this.#unfinished.set(jobId, this.#unfinishedOf(jobId) + by)
  }

  #unfinishedOf(jobId: number): number {
    return this.#unfinished.get(jobId) ?? 0
  }
}

function broken(
  { jobId, scheduledFor }: { jobId: number; scheduledFor: number },
  now: number,
  how: string,
): Violation {
  const message = `the execution of ${clockOf(scheduledFor)} ${how}`
  return new Violation(now, jobId, message, scheduledFor)
}

/** Not ended by Prikke itself before anything was sent. */
function isAnswered({ status, reply }: Extract<Outcome, { kind: 'final' }>): boolean {
  return status !== 'cancelled' && reply.errorCode !== 'worker_lost'
}
