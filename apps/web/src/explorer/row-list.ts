import type { ExecutionSummary } from '@prikke/contract'
import { type Accessor, batch, createSignal } from 'solid-js'
import { mergeHead } from './merge-head.ts'

/** One execution in the list: its place stays, what it says may change. */
export type Row = {
  readonly id: string
  readonly execution: Accessor<ExecutionSummary>
}
type Held = Row & { set: (next: ExecutionSummary) => void }

/**
 * Executions as they were loaded, many thousands perhaps. What is fetched anew patches them where
 * they stand; what is new on top waits until it is asked for.
 */
export function createRowList() {
  const [rows, setRows] = createSignal<readonly Row[]>([])
  const [waiting, setWaiting] = createSignal<readonly ExecutionSummary[]>([])
  const known = new Map<string, Held>()

  const rowOf = (execution: ExecutionSummary): Row => {
    const [read, set] = createSignal(execution, { equals: isSame })
    const row = { id: execution.id, execution: read, set: (next: ExecutionSummary) => set(next) }
    known.set(row.id, row)
    return row
  }
  const patch = (executions: readonly ExecutionSummary[]) =>
    batch(() => {
      for (const execution of executions) known.get(execution.id)?.set(execution)
    })

  return {
    rows: rows as Accessor<readonly Row[]>,
    /** How many are new and not shown. */
    waitingCount: () => waiting().length,
    patch,
    /** Begins anew with a first page. */
    reset: (executions: readonly ExecutionSummary[]) =>
      batch(() => {
        known.clear()
        setRows(executions.map(rowOf))
        setWaiting([])
      }),
    /** Adds a further page; what is there already stays where it is. */
    append: (executions: readonly ExecutionSummary[]) =>
      batch(() => {
        patch(executions)
        const fresh = executions.filter(({ id }) => !known.has(id))
        setRows(all => [...all, ...fresh.map(rowOf)])
      }),
    /** Takes the first page as it is now. */
    meet: (head: readonly ExecutionSummary[]) =>
      batch(() => {
        patch(head)
        const found = mergeHead(rows(), head)
        if (found.isAll) setRows(head.map(rowOf))
        setWaiting(found.isAll ? [] : found.fresh)
      }),
    /** Shows what waits, above the rest. */
    release: () =>
      batch(() => {
        const fresh = waiting().filter(({ id }) => !known.has(id))
        setRows(all => [...fresh.map(rowOf), ...all])
        setWaiting([])
      }),
    /** Those of them that may still change, and were not in `head`. */
    openBeyond: (head: readonly ExecutionSummary[]): string[] => {
      const seen = new Set(head.map(({ id }) => id))
      return [...known.values()]
        .filter(({ id, execution }) => !seen.has(id) && execution().finishedAt === null)
        .map(({ id }) => id)
    },
  }
}

/** What a refetch left as it was is told to nobody. */
const isSame = (before: ExecutionSummary, after: ExecutionSummary) =>
  before.status === after.status &&
  before.attempt === after.attempt &&
  before.startedAt === after.startedAt &&
  before.finishedAt === after.finishedAt &&
  before.nextAttemptAt === after.nextAttemptAt &&
  before.jobName === after.jobName
