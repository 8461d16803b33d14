import type { AttemptRow, Evidence, ExecutionRow } from '../evidence.ts'
import { faultsTouching } from '../fault-log.ts'
import type { Delivery } from '../receiver.ts'

const delivered = new Set(['success', 'failed', 'timeout'])
/** An end of which the target need not know anything. */
const neverSent = new Set(['dns_failed', 'worker_lost'])
/** An end at which a target that was disturbed may not have seen the request. */
const broken = new Set(['connect_failed', 'connection_lost', 'deadline_exceeded'])
/** An attempt that ended without its own worker saying so, or before its time. */
const interrupted = new Set(['worker_lost', 'worker_stopped'])

/**
 * Each execution reached its target: at least once, never twice with one attempt number, and again
 * only for a retry or where a fault met its worker. What is stored is what the target answered to
 * the last attempt: no stale worker has overwritten it.
 */
export function checkDeliveries(evidence: Evidence): string[] {
  const { executions, attempts, deliveries } = evidence
  const attemptsOf = Map.groupBy(attempts, attempt => attempt.executionId)
  const wrong: string[] = []
  const known = new Set<string>()
  for (const execution of executions) {
    known.add(execution.id)
    const seen = deliveries.get(execution.id) ?? []
    const earlier = attemptsOf.get(execution.id) ?? []
    const name = `execution ${execution.id}`
    wrong.push(
      ...[
        ...reached(execution, seen, evidence),
        ...fenced(execution, seen, earlier),
        ...explained(execution, seen, earlier, evidence),
      ].map(what => `${name}: ${what}`),
    )
  }
  for (const id of deliveries.keys()) {
    if (!known.has(id)) wrong.push(`execution ${id} came to its target and has no row`)
  }
  return wrong
}

function reached(execution: ExecutionRow, seen: Delivery[], { log }: Evidence): string[] {
  const { status, statusCode, errorCode, attempt, answeredTo } = execution
  if (!delivered.has(status)) return []
  if (statusCode !== null) {
    if (answeredTo !== null && answeredTo !== attempt) {
      return [`attempt ${attempt} has the answer to attempt ${answeredTo}`]
    }
    const last = seen.find(delivery => delivery.attempt === attempt)
    const isSame = last !== undefined && (last.answer === null || last.answer === statusCode)
    return isSame ? [] : [`says ${statusCode}, its target ${last?.answer ?? 'nothing'}`]
  }
  if (status === 'success') return ['a success without an answer']
  if (seen.length > 0 || neverSent.has(errorCode ?? '')) return []
  const life = {
    from: execution.startedAt ?? execution.scheduledFor,
    to: execution.finishedAt ?? Date.now(),
  }
  const took = JSON.stringify(execution.timings)
  const span = `${instant(life.from)} to ${instant(life.to)} by ${execution.worker}, ${took}`
  const disturbed =
    faultsTouching(log.spans, life).some(({ kind }) => kind.startsWith('target-')) ||
    log.standstills.some(({ from, to }) => from < life.to && to > life.from)
  return broken.has(errorCode ?? '') && disturbed
    ? []
    : [`${errorCode} (${execution.errorMessage}), and never reached its target: ${span}`]
}

function fenced(execution: ExecutionRow, seen: Delivery[], earlier: AttemptRow[]): string[] {
  const wrong: string[] = []
  const numbers = seen.map(({ attempt }) => attempt)
  for (const [index, number] of numbers.entries()) {
    if (numbers.indexOf(number) !== index) wrong.push(`attempt ${number} was sent twice`)
    if (number > execution.attempt) {
      wrong.push(`attempt ${number} was sent, its row says ${execution.attempt}`)
    }
  }
  // A cancelled one may have waited for its next attempt: then the last is among the earlier ones.
  const last = execution.status === 'cancelled' ? execution.attempt : execution.attempt - 1
  const kept = new Set<number>()
  for (const { number } of earlier) {
    if (number < 1 || number > last) wrong.push(`attempt ${number} of ${execution.attempt} is kept`)
    if (kept.has(number)) wrong.push(`attempt ${number} is kept twice`)
    kept.add(number)
  }
  for (const number of new Set(numbers)) {
    if (number < execution.attempt && !kept.has(number)) {
      wrong.push(`attempt ${number} was sent and is not kept`)
    }
  }
  return wrong
}

function explained(
  execution: ExecutionRow,
  seen: Delivery[],
  earlier: AttemptRow[],
  { log }: Evidence,
): string[] {
  return earlier.flatMap(({ number, answeredTo, worker, startedAt, finishedAt, ...ended }) => {
    const { errorCode, statusCode } = ended
    if (answeredTo !== null && answeredTo !== number) {
      return [`attempt ${number} has the answer to attempt ${answeredTo}`]
    }
    const delivery = seen.find(({ attempt }) => attempt === number)
    if (statusCode !== null && delivery?.answer !== null && delivery?.answer !== statusCode) {
      return [`attempt ${number} says ${statusCode}, its target ${delivery?.answer ?? 'nothing'}`]
    }
    if (!interrupted.has(errorCode)) return []
    const pid = pidOf(worker)
    const faults = faultsTouching(log.spans, { pid, from: startedAt, to: finishedAt })
    const told = `attempt ${number} of ${execution.attempt} is ${errorCode}`
    return faults.length > 0 ? [] : [`${told}, and no fault met ${worker}`]
  })
}

const instant = (at: number) => new Date(at).toISOString()

/** Workers carry the id of their process in their name. */
function pidOf(worker: string | null): number {
  return Number(/-(\d+)-[0-9a-f]{6}$/.exec(worker ?? '')?.[1] ?? 0)
}
