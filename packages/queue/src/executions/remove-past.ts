import type { Sql } from '@prikke/schema'
import { addToDays } from '../days/add-to-days.ts'

/** Rows that one statement removes. */
const batchSize = 5_000
/** Organizations looked at by one statement. */
const pageSize = 1_000
const beforeAll = '00000000-0000-0000-0000-000000000000'

/**
 * The oldest executions of an organization with their attempts and requests, all of them or those due before an
 * instant: along execution_history_organization to the last of the batch, then by attempts_number.
 * Only the day of an execution can hold its attempts. Nobody else writes or locks such rows. What of
 * them is kept are the counts of their days: who deletes a row counts it, so two never count it twice.
 */
export const removePast = (sql: Sql, organizationId: string, before: Date | null = null) => sql<
  { count: number }[]
>`
  with found as materialized (
    select scheduled_for, id from execution_history where organization_id = ${organizationId}
      and scheduled_for < coalesce(${before}::timestamptz, 'infinity')
    order by scheduled_for, id limit ${batchSize}
  ), edge as materialized (
    select scheduled_for, id from found order by scheduled_for desc, id desc limit 1
  ), gone as (
    delete from execution_history where organization_id = ${organizationId}
      and (scheduled_for, id) <= (select scheduled_for, id from edge)
    returning organization_id, job_id, scheduled_for, status
  ), kept as (
    ${addToDays(sql, sql`gone`)}
  ), tried as (
    delete from attempts where execution_id = any(array(select id from found))
      and scheduled_for between (select min(scheduled_for) from found)
        and (select scheduled_for from edge)
  ), asked as (
    delete from execution_requests where execution_id = any(array(select id from found))
  )
  select count(*)::int as count from found`

/** Removes what is older than that and lies in no day of its own, from the default partition. */
export const removeUnplaced = (sql: Sql, olderThanMs: number) => sql`
  with gone as (
    delete from execution_history_default
    where scheduled_for < now() - ${olderThanMs}::float8 * interval '1 millisecond'
    returning organization_id, job_id, scheduled_for, status
  )
  ${addToDays(sql, sql`gone`)}`

/**
 * Removes the executions of Free organizations that are older than its history, in small statements;
 * after each, `rest` is given the time that it took, in ms. Those of Pro go with their partition.
 * `goOn` is asked before each; false puts the rest off to the next round.
 */
export async function removePastOfFree(
  sql: Sql,
  {
    historyDays,
    goOn,
    rest,
  }: {
    historyDays: number
    goOn: () => boolean
    rest: (ms: number) => Promise<void>
  },
): Promise<void> {
  let after: string | null = beforeAll
  while (after !== null && goOn()) {
    const page: Page = await pageOfFree(sql, after, historyDays)
    for (const id of page.withPast) {
      for (;;) {
        if (!goOn()) return
        const startedAt = performance.now()
        const [found] = await removePast(sql, id, page.before)
        await rest(performance.now() - startedAt)
        if ((found?.count ?? 0) < batchSize) break
      }
    }
    after = page.last
  }
}

type Page = { before: Date; withPast: string[]; last: string | null }

/** The next Free organizations in order of id, and which of them have something to lose. */
async function pageOfFree(sql: Sql, after: string, historyDays: number): Promise<Page> {
  const rows = await sql<{ id: string; before: Date; hasPast: boolean }[]>`
    with page as materialized (
      select id from organizations where tier = 'free' and id > ${after} order by id limit ${pageSize}
    ), edge as materialized (
      select now() - ${historyDays}::int * interval '1 day' as before
    )
    select p.id, (select before from edge) as before, exists (
      select from execution_history h
      where h.organization_id = p.id and h.scheduled_for < (select before from edge)
    ) as "hasPast"
    from page p order by p.id`
  return {
    before: rows[0]?.before ?? new Date(0),
    withPast: rows.filter(({ hasPast }) => hasPast).map(({ id }) => id),
    last: rows.length < pageSize ? null : (rows.at(-1)?.id ?? null),
  }
}
