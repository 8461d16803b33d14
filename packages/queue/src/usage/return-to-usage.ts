import type { Sql } from '@prikke/schema'
import { addToUsage, sharedPart } from './count.ts'

/** An execution that was counted. */
export type Counted = { organizationId: string; scheduledFor: Date }

/** Takes back from the count what is withdrawn in the same transaction, a day at a time. */
export async function returnToUsage(sql: Sql, withdrawn: readonly Counted[]): Promise<void> {
  const byDay = Map.groupBy(withdrawn, ({ scheduledFor }) =>
    scheduledFor.toISOString().slice(0, 10),
  )
  for (const [day, of] of [...byDay].sort()) {
    const ids = of.map(({ organizationId }) => organizationId)
    const written = sql`
      select organization_id, -count(*)::int as count
      from unnest(${ids}::uuid[]) w(organization_id) group by organization_id`
    await addToUsage(sql, { day: sql`${day}::date`, part: sql`${sharedPart}::int`, written })
  }
}
