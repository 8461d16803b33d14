import type { Sql } from '@prikke/schema'
import { gaveWayClass } from './class.ts'

/** Rows moved by one statement: more would hold their locks too long. */
const mostMoved = 10_000

/**
 * Moves what an organization has due for one host behind everything else: a worker found that it
 * holds the slots, and claiming it row by row to put it back would keep others waiting. Races with
 * claims: SKIP LOCKED leaves to a worker what it is just taking. Relies on execution_queue_ready.
 */
export async function moveAside(sql: Sql, organizationId: string, host: string): Promise<void> {
  await sql`
    update execution_queue set class = ${gaveWayClass}
    where ctid = any(array(
      select q.ctid
      from generate_series(0, ${gaveWayClass - 1}::int) k(class)
      cross join lateral (
        select ctid from execution_queue
        where class = k.class and ready_at <= now() and organization_id = ${organizationId}
          and exists (select from jobs where id = job_id and organization_id = ${organizationId}
            and split_part(url, '/', 3) = ${host})
        order by ready_at limit ${mostMoved}
        for update skip locked
      ) q))`
}
