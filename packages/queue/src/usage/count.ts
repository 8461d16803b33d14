import { plans, type Sql } from '@prikke/schema'
import type postgres from 'postgres'

type Fragment = postgres.PendingQuery<postgres.Row[]>

/** Where all count who are held to a limit: one row of an organization and month decides. */
export const sharedPart = 2
/** From here on each connection that is held to none has a part of its own, so that none waits. */
const firstOwnPart = 3
const ownParts = 8

/** Where a connection counts that writes executions by hand, or by an edit, without a limit. */
export const ownPart = (sql: Sql) =>
  sql`(${firstOwnPart}::int + pg_backend_pid() % ${ownParts}::int)`

/** How many executions a month an organization of this tier may have. */
export const limitOf = (sql: Sql, tier: Fragment) =>
  sql`(case ${tier} when 'pro' then ${plans.pro.executions}::int else ${plans.free.executions}::int end)`

/** `day` is a date as SQL: the UTC day for which is counted. */
const monthOf = (sql: Sql, day: Fragment) => sql`date_trunc('month', (${day})::timestamp)::date`
const placeOf = (sql: Sql, day: Fragment) => sql`extract(day from ${day})::int`
const daysWith = (sql: Sql, day: Fragment, count: Fragment) => sql`
  array_fill(0, array[${placeOf(sql, day)} - 1]) || ${count}
    || array_fill(0, array[31 - ${placeOf(sql, day)}])`

/**
 * A statement that adds what was written, without a limit. `written` gives organization_id and count.
 * In id order: two that add to the same rows wait for one another and never in a circle. Run last in
 * its statement, for who comes next waits until that is committed. By the primary key.
 */
export const addToUsage = (
  sql: Sql,
  { day, part, written }: { day: Fragment; part: Fragment; written: Fragment },
) => sql`
  insert into usage_counts as u (organization_id, month, part, executions, by_day)
  select organization_id, ${monthOf(sql, day)}, ${part}, w.count, ${daysWith(sql, day, sql`w.count`)}
  from (${written}) w order by organization_id
  on conflict (organization_id, month, part) do update set
    executions = u.executions + excluded.executions,
    by_day[${placeOf(sql, day)}] = u.by_day[${placeOf(sql, day)}] + excluded.executions`

/**
 * CTEs that lock the months of `organizations`, in id order, before anything is written. With
 * `mayPass` none is waited for: who is being counted by another just now is in `elsewhere`, and
 * nothing may be written for them. By the primary key.
 */
export const holdUsage = (
  sql: Sql,
  { day, organizations, mayPass }: { day: Fragment; organizations: Fragment; mayPass: boolean },
) => sql`
  known as materialized (
    select organization_id from usage_counts
    where organization_id = any(array(${organizations}))
      and month = ${monthOf(sql, day)} and part = ${sharedPart}
  ), held as materialized (
    select organization_id from usage_counts
    where organization_id = any(array(${organizations}))
      and month = ${monthOf(sql, day)} and part = ${sharedPart}
    order by organization_id for update ${mayPass ? sql`skip locked` : sql``}
  ), elsewhere as materialized (
    select organization_id from known except select organization_id from held
  )`

/**
 * A CTE, after `holdUsage`, that takes from the month what is left of it: `wanted` gives
 * organization_id, count and most; `counted` says how many of them each got. Two that want the last
 * of a month race: the row of the month lets one after the other read what is left and take it in the
 * same update. What is refused counts as over the quota where it is recorded.
 */
export const takeFromUsage = (
  sql: Sql,
  { day, isRestRecorded }: { day: Fragment; isRestRecorded: boolean },
) => sql`
  counted as materialized (
    insert into usage_counts as u
      (organization_id, month, part, executions, over_quota, most, by_day, told_percent)
    select w.organization_id, ${monthOf(sql, day)}, ${sharedPart}, least(w.count, w.most),
      ${isRestRecorded ? sql`w.count - least(w.count, w.most)` : sql`0`}, w.most, ${daysWith(sql, day, sql`least(w.count, w.most)`)},
      ${percentOf(sql, sql`least(w.count, w.most)`, sql`w.most`)}
    from wanted w
    where w.organization_id not in (select organization_id from elsewhere)
    order by w.organization_id
    on conflict (organization_id, month, part) do update set
      executions = u.executions + ${granted(sql)},
      over_quota = u.over_quota ${isRestRecorded ? sql`+ excluded.executions + excluded.over_quota - ${granted(sql)}` : sql``},
      most = excluded.most,
      by_day[${placeOf(sql, day)}] = u.by_day[${placeOf(sql, day)}] + ${granted(sql)},
      told_percent = greatest(u.told_percent,
        ${percentOf(sql, sql`(u.executions + ${granted(sql)})`, sql`excluded.most`)})
    returning u.organization_id, new.most, new.executions - coalesce(old.executions, 0) as granted,
      new.over_quota > coalesce(old.over_quota, 0) as is_short,
      case when new.told_percent > coalesce(old.told_percent, 0) then new.told_percent end as tells
  )`

/** Of what is wanted, as much as the month has left. */
const granted = (sql: Sql) =>
  sql`greatest(0, least(excluded.executions, excluded.most - u.executions))`

/** How much of a limit has been used, as far as owners are told of it. */
const percentOf = (sql: Sql, used: Fragment, most: Fragment) => sql`
  (case when ${used} >= ${most} then 100 when ${used} * 10 >= ${most} * 8 then 80 else 0 end)`
