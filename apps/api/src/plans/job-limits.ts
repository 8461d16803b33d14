import { type Database, jobs, organizations, plans, type Tier } from '@prikke/schema'
import { count, eq } from 'drizzle-orm'
import type { Definition } from '../jobs/definition.ts'
import { planLimit, tierNames } from './plan-limit.ts'

type Change = { before: Definition; after: Definition }

/**
 * Locks the row of an organization whose jobs are held to a limit, before any row of its jobs: so who
 * makes jobs there comes after who is just making some, and two cannot both make the last one.
 */
export async function queueToMakeJobs(tx: Database, organizationId: string): Promise<void> {
  if (!tx.planLimits) return
  await tx.sql`select from organizations where id = ${organizationId} for no key update`
}

/**
 * Whether these jobs may be made, in place of as many as `removedCount`. Every job there is counts, also
 * one that is off or has run. @throws Problem 402 for too many, or one that runs too often.
 */
export async function checkNewJobs(
  tx: Database,
  organizationId: string,
  made: readonly Definition[],
  removedCount = 0,
): Promise<void> {
  if (!tx.planLimits || made.length === 0) return
  await queueToMakeJobs(tx, organizationId)
  const tier = await tierOf(tx, organizationId)
  const most = plans[tier].jobs
  const used = (await countJobs(tx, organizationId)) - removedCount
  if (most !== null && used + made.length > most) {
    const detail = `${tierNames[tier]} allows ${most} jobs; there are ${used}, and ${made.length} would be made.`
    throw planLimit({ limit: 'jobs', most, used, tier, detail })
  }
  for (const definition of made) checkInterval(definition, tier)
}

/**
 * Whether jobs may be changed like this. What was there before its plan may stay: only a new schedule
 * is judged, and a job that is switched on. @throws Problem 402 for one that would run too often.
 */
export async function checkEdits(
  tx: Database,
  organizationId: string,
  edits: readonly Change[],
): Promise<void> {
  const judged = edits.filter(({ before, after }) => isRescheduled(before, after))
  if (!tx.planLimits || judged.length === 0) return
  const tier = await tierOf(tx, organizationId)
  for (const { after } of judged) checkInterval(after, tier)
}

const isRescheduled = (before: Definition, after: Definition) =>
  before.intervalMinutes !== after.intervalMinutes ||
  before.cronExpression !== after.cronExpression ||
  (after.enabled && !before.enabled)

function checkInterval({ name, intervalMinutes }: Definition, tier: Tier): void {
  const most = plans[tier].intervalMinutes
  if (intervalMinutes === null || intervalMinutes >= most) return
  const minutes = (number: number) => `${number} ${number === 1 ? 'minute' : 'minutes'}`
  const detail = `${tierNames[tier]} runs a job at most every ${minutes(most)}; two runs of “${name}” would be ${minutes(intervalMinutes)} apart.`
  throw planLimit({ limit: 'interval', most, used: intervalMinutes, tier, detail })
}

/** By a statement of its own, which sees what was committed while it waited for the row. */
export async function countJobs({ db }: Database, organizationId: string): Promise<number> {
  const [row] = await db
    .select({ count: count() })
    .from(jobs)
    .where(eq(jobs.organizationId, organizationId))
  return row?.count ?? 0
}

async function tierOf({ db }: Database, organizationId: string): Promise<Tier> {
  const [row] = await db
    .select({ tier: organizations.tier })
    .from(organizations)
    .where(eq(organizations.id, organizationId))
  return row?.tier ?? 'free'
}
