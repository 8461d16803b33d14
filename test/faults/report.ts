import type { Violation } from './checks/all-checks.ts'
import type { Evidence } from './evidence.ts'

/** One line of the proof: what a seed did and what was found. */
export type Report = {
  seed: number
  seconds: number
  executions: number
  executionsPerSecond: number
  byStatus: Record<string, number>
  attempts: number
  faults: Record<string, number>
  points: Record<string, number>
  /** Arrivals beyond the first of an execution, all of them explained unless there are violations. */
  repeats: { retried: number; afterFault: number }
  alerts: number
  calls: { asked: number; refused: number; unanswered: number }
  exits: Record<string, number>
  violations: number
}

const countBy = <T>(list: Iterable<T>, keyOf: (item: T) => string): Record<string, number> => {
  const counts = new Map<string, number>()
  for (const item of list) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1)
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)))
}

export function reportOf(
  { seed, seconds }: { seed: number; seconds: number },
  evidence: Evidence,
  violations: readonly Violation[],
): Report {
  const { executions, attempts, deliveries, log, witness } = evidence
  const interrupted = new Set(
    attempts
      .filter(({ errorCode }) => errorCode.startsWith('worker_'))
      .map(({ executionId, number }) => `${executionId} ${number}`),
  )
  const repeated = [...deliveries].flatMap(([id, seen]) =>
    seen.slice(0, -1).map(({ attempt }) => interrupted.has(`${id} ${attempt}`)),
  )
  return {
    seed,
    seconds,
    executions: executions.length,
    executionsPerSecond: Math.round(executions.length / seconds),
    byStatus: countBy(executions, ({ status }) => status),
    attempts: executions.reduce((sum, { attempt }) => sum + attempt, 0),
    faults: countBy(
      log.spans.filter(({ kind }) => kind !== 'gone'),
      ({ kind }) => kind,
    ),
    points: Object.fromEntries([...log.visits].sort(([a], [b]) => (a < b ? -1 : 1))),
    repeats: {
      retried: repeated.filter(isFault => !isFault).length,
      afterFault: repeated.filter(isFault => isFault).length,
    },
    alerts: evidence.alerts.length,
    calls: witness.counts,
    exits: countBy(log.exits, ({ why }) => why),
    violations: violations.length,
  }
}

/** The report as one line that a person reads. */
export function lineOf(report: Report): string {
  const list = (counts: Record<string, number>) =>
    Object.entries(counts)
      .map(([name, count]) => `${name} ${count}`)
      .join(', ')
  return [
    `seed ${report.seed}: ${report.seconds} s, ${report.executions} executions`,
    `(${list(report.byStatus)}), ${report.attempts} attempts, ${report.alerts} alerts`,
    `\n  faults: ${list(report.faults)}`,
    `\n  points: ${list(report.points) || 'none'}`,
    `\n  exits: ${list(report.exits)}; calls: ${list(report.calls)}`,
    `\n  sent again: ${report.repeats.retried} by retry, ${report.repeats.afterFault} after a fault`,
    `\n  violations: ${report.violations}`,
  ].join(' ')
}
