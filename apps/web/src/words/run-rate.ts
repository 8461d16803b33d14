import type { Usage } from '@prikke/contract'

type Limits = Pick<Usage, 'limitsEnabled' | 'tier' | 'executions' | 'shortestIntervalMinutes'>

const count = new Intl.NumberFormat('en-US')
const tiers = { free: 'Free', pro: 'Pro' }

/** How often something runs: `About 8,766 runs a month`, `About 6 runs a year`. */
export function rateInWords(runsPerMonth: number): string {
  if (runsPerMonth >= 2) return `About ${count.format(Math.round(runsPerMonth))} runs a month`
  const perYear = runsPerMonth * 12
  if (perYear >= 18) return 'About 2 runs a month'
  if (perYear >= 11.5) return 'About one run a month'
  if (perYear >= 1.5) return `About ${Math.round(perYear)} runs a year`
  return perYear >= 0.9 ? 'About one run a year' : 'Less than one run a year'
}

/** Which part of the month's executions that takes; nothing where there is no limit. */
export function shareInWords(runsPerMonth: number, limits: Limits | undefined): string {
  const most = limits?.executions.limit ?? null
  if (most === null) return ''
  const share = (100 * runsPerMonth) / most
  const words = share < 1 ? 'less than 1' : count.format(Math.round(share))
  return `: ${words} % of the ${count.format(most)} of your plan`
}

/** Why a plan does not take runs so close together; null when it does. */
export function tooOften(
  intervalMinutes: number | null,
  limits: Limits | undefined,
): string | null {
  if (intervalMinutes === null || limits === undefined || !limits.limitsEnabled) return null
  const least = limits.shortestIntervalMinutes
  if (intervalMinutes >= least) return null
  return `${tiers[limits.tier]} runs a job at most every ${minutes(least)}; two runs of this one would be ${minutes(intervalMinutes)} apart.`
}

const minutes = (number: number) => `${number} ${number === 1 ? 'minute' : 'minutes'}`
