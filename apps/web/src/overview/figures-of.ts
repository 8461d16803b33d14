import type { Stats } from '@prikke/contract'
import { formatCount, formatRate, formatWhole } from '../words/number.ts'
import { formatDuration } from '../words/span.ts'

/** One number of the overview, and the list that is behind it. */
export type Figure = {
  label: string
  value: string
  /** The number in full, where it is shortened. */
  title?: string
  note?: string | undefined
  href: string
  bad?: boolean
}

/** How many there are; `more` where they were not counted to the end. */
export type Some = { count: number; more: boolean }

type Known = {
  stats: Stats
  /** The 24 hours before those; undefined while they are on their way. */
  before: Stats | undefined
  failing: Some
  paused: Some
  jobCount: number
}

const failures = '/executions?status=failed&status=timeout'

/** What the overview says in numbers of the last 24 hours and of how the jobs stand. */
export function figuresOf({ stats, before, failing, paused, jobCount }: Known): Figure[] {
  const ran = ranOf(stats)
  const failed = stats.counts.failed + stats.counts.timeout
  const { durationMs, latenessMs } = stats
  const slow = durationMs.p95 === null ? '' : `?minDurationMs=${Math.floor(durationMs.p95)}`
  return [
    {
      label: 'Runs in 24 h',
      value: formatCount(ran),
      title: formatWhole(ran),
      note: before && compared(ran, ranOf(before)),
      href: '/executions',
    },
    {
      label: 'Success rate',
      value: formatRate(stats.successRate),
      note: failed === 0 ? (ran > 0 ? 'none failed' : undefined) : `${formatCount(failed)} failed`,
      href: failures,
    },
    {
      label: 'Duration, p95',
      value: formatDuration(durationMs.p95),
      note: durationMs.p50 === null ? undefined : `half under ${formatDuration(durationMs.p50)}`,
      href: `/executions${slow}`,
    },
    {
      label: 'Lateness, p95',
      value: formatDuration(latenessMs.p95),
      note: latenessMs.p99 === null ? undefined : `p99 ${formatDuration(latenessMs.p99)}`,
      href: '/executions',
    },
    {
      label: 'Failing jobs',
      value: someOf(failing),
      note: failing.count === 0 ? 'all is well' : undefined,
      href: '/jobs?failing=true&enabled=true',
      bad: failing.count > 0,
    },
    {
      label: 'Jobs that are on',
      value: paused.more ? '–' : formatCount(jobCount - paused.count),
      note: paused.count === 0 ? 'none paused' : `${someOf(paused)} paused`,
      href: paused.count === 0 ? '/jobs' : '/jobs?enabled=false',
    },
  ]
}

const ranOf = ({ counts }: Pick<Stats, 'counts'>): number =>
  counts.success + counts.failed + counts.timeout

export const someOf = ({ count, more }: Some): string => `${formatCount(count)}${more ? '+' : ''}`

/** As `12 % more than the day before`. */
export function compared(now: number, before: number): string {
  if (before === 0) return 'none the day before'
  if (now === before) return 'as the day before'
  const ratio = now / before
  if (ratio >= 3) return `${Math.round(ratio)} times the day before`
  const percent = Math.round(Math.abs(ratio - 1) * 100)
  if (percent === 0) return 'about as the day before'
  return `${percent} % ${now > before ? 'more' : 'fewer'} than the day before`
}
