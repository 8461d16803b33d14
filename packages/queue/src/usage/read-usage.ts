import type { Sql } from '@prikke/schema'

export type Usage = {
  executions: number
  overQuota: number
  /** From the first of the month on, 31 of them. */
  byDay: number[]
}

/** What an organization has used in a month: all parts of it, by the primary key. `month` is `YYYY-MM`. */
export async function readUsage(sql: Sql, organizationId: string, month: string): Promise<Usage> {
  const rows = await sql<Usage[]>`
    select executions, over_quota as "overQuota", by_day as "byDay" from usage_counts
    where organization_id = ${organizationId} and month = ${`${month}-01`}::date`
  const sum = (values: number[]) =>
    Math.max(
      0,
      values.reduce((total, value) => total + value, 0),
    )
  return {
    executions: sum(rows.map(row => row.executions)),
    overQuota: sum(rows.map(row => row.overQuota)),
    byDay: Array.from({ length: 31 }, (_, day) => sum(rows.map(row => row.byDay[day] ?? 0))),
  }
}
