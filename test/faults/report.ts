import type { Violation } from './checks/all-checks.ts'
import type { Evidence } from './evidence.ts'

/** One line of the proof: what a seed did and what was found. */
export type Report = {
  name: string
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
  /** What the harness itself took, beside the processes that it watched, and how long it stood still. */
  harness: { cpuSeconds: number; memoryMiB: number; standstillMs: number }
  violations: number
}

const countBy = <T>(list: Iterable<T>, keyOf: (item: T) => string): Record<string, number> => {
  const counts = new Map<string, number>()
  for (const item of list) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1)
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)))
}

export function reportOf(
  { name, seconds }: { name: string; seconds: number },
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
    name,
    seconds: Math.round(seconds),
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
    harness: {
      ...ownUse(),
      standstillMs: log.standstills.reduce((sum, { from, to }) => sum + to - from, 0),
    },
    violations: violations.length,
  }
}

function ownUse(): Omit<Report['harness'], 'standstillMs'> {
  const { user, system } = process.cpuUsage()
  return {
    cpuSeconds: Math.round((user + system) / 1e6),
    memoryMiB: Math.round(process.memoryUsage().rss / 1024 ** 2),
  }
}

/** The report as one line that a person reads. */
export function lineOf(report: Report): string {
  const list = (counts: Record<string, number>) =>
    Object.entries(counts)
      .map(([name, count]) => `${name} ${count}`)
      .join(', ')
  return [
    `${report.name}: ${report.seconds} s, ${report.executions} executions`,
    `(${list(report.byStatus)}), ${report.attempts} attempts, ${report.alerts} alerts`,
    `\n  faults: ${list(report.faults)}`,
    `\n  points: ${list(report.points) || 'none'}`,
    `\n  exits: ${list(report.exits)}; calls: ${list(report.calls)}`,
    `\n  sent again: ${report.repeats.retried} by retry, ${report.repeats.afterFault} after a fault`,
    `\n  harness: ${report.harness.cpuSeconds} s of CPU, ${report.harness.memoryMiB} MiB, stood still for ${report.harness.standstillMs} ms`,
    `\n  violations: ${report.violations}`,
  ].join(' ')
}

/** Many reports as a table in Markdown. */
export function tableOf(reports: readonly Report[]): string {
  const sum = (counts: Record<string, number>) =>
    Object.values(counts).reduce((total, count) => total + count, 0)
  const rows = [...reports]
    .sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }))
    .map(report => [
      report.name.replace('seed ', ''),
      report.seconds,
      report.executions,
      report.attempts,
      sum(report.faults),
      sum(report.points),
      report.repeats.retried,
      report.repeats.afterFault,
      report.alerts,
      report.violations,
    ])
  const head = [
    ...['seed', 'seconds', 'executions', 'attempts', 'faults', 'crash points'],
    ...['sent again by retry', 'sent again after a fault', 'alerts', 'violations'],
  ]
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}
