import type { Sql } from '@prikke/schema'
import type { Fragment, Matching } from './matching.ts'

/** The last execution that is looked at, going back in time. */
export type Edge = { scheduledFor: Date; id: string }

/**
 * How far back `most` executions reach, whichever of them match; null when that is all there are. It
 * is found before anything is looked at, by the index alone, so that what comes in between can
 * neither be passed over nor be shown twice.
 */
export async function edgeOf(
  sql: Sql,
  { walks, walkCount, along }: Matching,
  most: number,
  isBefore: Fragment,
): Promise<Edge | null> {
  const [edge] = await sql<Edge[]>`
    select reached.scheduled_for as "scheduledFor", reached.id
    from ${walks} cross join lateral (
      select h.scheduled_for, h.id from execution_history h
      where ${along} ${isBefore}
      order by h.scheduled_for desc, h.id desc
      offset ${Math.max(1, Math.floor(most / Math.max(1, walkCount))) - 1} limit 1
    ) reached
    order by reached.scheduled_for desc, reached.id desc limit 1`
  return edge ?? null
}

/** On a row of either half: not beyond the edge. */
export const atOrAfter = (sql: Sql, row: Fragment, edge: Edge | null) =>
  edge === null
    ? sql``
    : sql`and ${row}.scheduled_for >= ${edge.scheduledFor}
        and (${row}.scheduled_for, ${row}.id) >= (${edge.scheduledFor}, ${edge.id}::uuid)`
