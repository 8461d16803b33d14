import type { Evidence } from '../evidence.ts'
import { type Exit, faultsTouching } from '../fault-log.ts'

/** A process may find out this late that a fault has left it without a way to go on. */
const lateMs = 60_000

/** Processes leave when they are killed or asked to, in order, and never say that they have a bug. */
export function checkProcesses({ log }: Evidence): string[] {
  const bugs = log.complaints.map(({ slot, line }) => `${slot} said: ${line}`)
  const exits = log.exits.flatMap(exit => {
    const { slot, pid, code, signal, why, askedAt } = exit
    const told = `${slot} (${pid}) left with ${signal ?? `code ${code}`}`
    if (why === 'unexpected' && !isDisturbed(exit, exit.at - lateMs)) return [`${told} by itself`]
    if (why === 'asked' && code !== 0 && !isDisturbed(exit, askedAt ?? exit.at)) {
      return [`${told} when asked to leave`]
    }
    return []
  })
  return [...bugs, ...exits]

  /** Whether its way to the database was disturbed since then; being asked to leave is no reason. */
  function isDisturbed({ pid, at }: Exit, from: number): boolean {
    return faultsTouching(log.spans, { pid, from, to: at }).some(
      ({ kind, from: since }) => !['gone', 'terminate'].includes(kind) && since <= at,
    )
  }
}
