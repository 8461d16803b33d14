import type { Usage } from '@prikke/contract'
import { readUsage } from '@prikke/queue'
import { type Pool, plans } from '@prikke/schema'
import { invalid } from '../problem.ts'
import type { Tenant } from '../route.ts'
import { forecast } from './forecast.ts'
import { countJobs } from './job-limits.ts'
import { countSeats } from './seats.ts'

/** So many months before this one are kept. */
const mostMonthsBack = 13

type Clock = { month: string; days: number; isThis: boolean }

/** What an organization has used in a month, beside what it may. @throws Problem 422 for a month that is not kept. */
export async function usageOf(
  pool: Pool,
  { id, tier }: Pick<Tenant, 'id' | 'tier'>,
  { month: asked, retentionDays }: { month: string | undefined; retentionDays: number },
): Promise<Usage> {
  const { month, days, isThis } = await readMonth(pool, asked)
  const plan = pool.planLimits ? plans[tier] : null
  const used = await readUsage(pool.sql, id, month)
  const seats = await countSeats(pool, id)
  const jobCount = await countJobs(pool, id)
  return {
    month,
    tier,
    limitsEnabled: plan !== null,
    executions: {
      used: used.executions,
      limit: plan?.executions ?? null,
      overQuota: used.overQuota,
    },
    jobs: { used: jobCount, limit: plan?.jobs ?? null },
    members: { used: seats.memberCount + seats.inviteCount, limit: plan?.members ?? null },
    shortestIntervalMinutes: plan?.intervalMinutes ?? 1,
    historyDays: plan?.historyDays ?? retentionDays,
    byDay: used.byDay.slice(0, days).map((executions, index) => ({
      day: `${month}-${String(index + 1).padStart(2, '0')}`,
      executions,
    })),
    forecast: isThis ? used.executions + (await forecast(pool.sql, id)) : null,
  }
}

/** The month that is asked for, by the database's clock. */
async function readMonth({ sql }: Pool, asked: string | undefined): Promise<Clock> {
  const [clock] = await sql<Clock[]>`
    with now as (select date_trunc('month', now() at time zone 'UTC') as this),
      asked as (select coalesce(${asked === undefined ? null : `${asked}-01`}::date, this) as month from now)
    select to_char(month, 'YYYY-MM') as month, month = this as "isThis",
      extract(day from month + interval '1 month' - interval '1 day')::int as days
    from asked, now
    where month between this - ${mostMonthsBack}::int * interval '1 month' and this`
  if (clock !== undefined) return clock
  const message = `is not one of the last ${mostMonthsBack} months, nor this one`
  throw invalid([{ path: 'month', code: 'invalid', message }])
}
