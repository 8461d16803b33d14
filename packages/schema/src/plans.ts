import type { organizations } from './accounts.ts'

export type Tier = (typeof organizations.$inferSelect)['tier']

/** What an organization of a tier may have; null for any number. */
export type Plan = {
  jobs: number | null
  /** In a calendar month, UTC. */
  executions: number
  /** Shortest time between two runs of a cron. */
  intervalMinutes: number
  historyDays: number
  /** Open invites count too. */
  members: number | null
}

/** The tiers of a hosted service: they hold where `PRIKKE_PLAN_LIMITS` is on. */
export const plans: Record<Tier, Plan> = {
  free: { jobs: 5, executions: 5_000, intervalMinutes: 60, historyDays: 7, members: 2 },
  pro: { jobs: null, executions: 250_000, intervalMinutes: 1, historyDays: 30, members: null },
}
