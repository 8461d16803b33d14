import { gaveWayClass, setReady, type Tables } from './tables.ts'

const mostMoved = 10_000

/** Moves what an organization has due for one host behind everything else: move-aside.ts. */
export function moveAside(
  tables: Tables,
  now: number,
  organizationId: number,
  host: string,
): { count: number } {
  const due = [...tables.queue.values()].filter(
    row =>
      row.class < gaveWayClass &&
      row.ready.at <= now &&
      row.organization.id === organizationId &&
      tables.jobs.get(row.jobId)?.host === host,
  )
  const counts = new Map<number, number>()
  for (const row of due.sort((a, b) => a.ready.at - b.ready.at)) {
    const count = counts.get(row.class) ?? 0
    counts.set(row.class, count + 1)
    if (count >= mostMoved) continue
    row.class = gaveWayClass
    setReady(tables, row, row.ready.at)
  }
  return { count: due.length }
}
