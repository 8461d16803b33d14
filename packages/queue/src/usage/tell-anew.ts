import type { Sql } from '@prikke/schema'

/** With another limit, owners are told anew how much of it is used. By the primary key. */
export async function tellAnew(sql: Sql, organizationId: string): Promise<void> {
  await sql`
    update usage_counts set told_percent = 0
    where organization_id = ${organizationId}
      and month = date_trunc('month', now() at time zone 'UTC')::date`
}
