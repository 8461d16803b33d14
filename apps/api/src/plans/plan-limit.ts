import type { PlanLimit } from '@prikke/contract'
import { readUsage } from '@prikke/queue'
import { type Database, organizations, plans, type Tier } from '@prikke/schema'
import { eq, sql } from 'drizzle-orm'
import { Problem } from '../problem.ts'

type Refused = { limit: PlanLimit; most: number; used: number; tier: Tier; detail: string }

/** 402 `plan_limit`, with which limit of the plan stands in the way. */
export const planLimit = ({ detail, ...exceeded }: Refused) =>
  new Problem({ status: 402, code: 'plan_limit', detail, exceeded })

export const tierNames: Record<Tier, string> = { free: 'Free', pro: 'Pro' }

/** The refusal of a run that the month has no room for. */
export async function noExecutionsLeft(tx: Database, organizationId: string): Promise<Problem> {
  const [found] = await tx.db
    .select({
      tier: organizations.tier,
      month: sql<string>`to_char(now() at time zone 'UTC', 'YYYY-MM')`,
    })
    .from(organizations)
    .where(eq(organizations.id, organizationId))
  const { tier, month } = found ?? { tier: 'free', month: '' }
  const most = plans[tier].executions
  const { executions: used } = await readUsage(tx.sql, organizationId, month)
  const detail = `The ${most.toLocaleString('en-US')} executions that ${tierNames[tier]} allows in a month are used up.`
  return planLimit({ limit: 'executions', most, used, tier, detail })
}
