import type { Sql } from '@prikke/schema'
import type postgres from 'postgres'

type Fragment = postgres.PendingQuery<postgres.Row[]>

/** What has time: the rest of a crowd, and what a replay of many runs again. */
export const bulkClass = 4
/** Beyond this many due at one instant, an organization's executions go to the bulk class. */
const firstFewHundred = 500
/** Runs more often than this many minutes come before the others of the tier. */
const shortIntervalMinutes = 60

/** Which share of the claims an execution competes in: tier × short or long interval, or bulk. */
export function classOf(sql: Sql, tier: Fragment, intervalMinutes: Fragment, rank: Fragment) {
  return sql`(case when ${rank} > ${firstFewHundred}::int then ${bulkClass}::int
    else (case ${tier} when 'pro' then 0 else 2 end)
      + (case when ${intervalMinutes} < ${shortIntervalMinutes}::int then 0 else 1 end) end)`
}

/** Least share of each class in a claim: tier × short or long interval, bulk, what gave way. */
const shares = [0.35, 0.2, 0.2, 0.1, 0.1, 0.05]
/** The class of an execution that gave way because its own organization or host held the slots. */
export const gaveWayClass = shares.length - 1

/**
 * The slots of one claim by the classes' shares. What does not come out even is drawn by the same
 * shares, so that over many small claims no class starves. `random` gives numbers from 0 to 1.
 */
export function apportion(limit: number, random: () => number): number[] {
  const slots = shares.map(share => Math.floor(share * limit))
  for (let left = limit - slots.reduce((sum, slot) => sum + slot, 0); left > 0; left--) {
    const drawn = draw(random())
    slots[drawn] = (slots[drawn] ?? 0) + 1
  }
  return slots
}

function draw(at: number): number {
  let end = 0
  const drawn = shares.findIndex(share => {
    end += share
    return at < end
  })
  return drawn === -1 ? shares.length - 1 : drawn
}
