import type { Job, UpcomingRun } from '@prikke/contract'
import { localTime, occurrencesBetween, type Schedule } from '@prikke/schedule'

type Scheduled = Pick<Job, 'scheduleType' | 'cronExpression' | 'scheduledAt' | 'timezone'>

/** Later ones cannot be written as RFC 3339 has it. */
const lastInstant = Date.parse('9999-12-31T23:59:59.999Z')

/** The first runs strictly after an instant (epoch ms), each as its zone's clock will show it. */
export function upcomingRuns(job: Scheduled, after: number, limit: number): UpcomingRun[] {
  const schedule = scheduleOf(job)
  return occurrencesBetween(schedule, after, lastInstant, limit).map(({ at, note }) => ({
    at: new Date(at).toISOString(),
    ...localTime(at, schedule.timezone),
    ...(note === undefined ? {} : { note }),
  }))
}

/** The schedule of a job that has been checked: it has what its type needs. */
const scheduleOf = ({
  scheduleType,
  cronExpression,
  scheduledAt,
  timezone,
}: Scheduled): Schedule =>
  scheduleType === 'cron'
    ? { scheduleType, cronExpression: cronExpression ?? '', timezone }
    : { scheduleType, scheduledAt: Date.parse(scheduledAt ?? ''), timezone }
