import type { Job, UpcomingRun } from '@prikke/contract'
import { localTime, occurrencesBetween, type Schedule } from '@prikke/schedule'

type Scheduled = Pick<Job, 'scheduleType' | 'cronExpression' | 'scheduledAt' | 'timezone'>

/** The first runs strictly after an instant (epoch ms), each as its zone's clock will show it. */
export function upcomingRuns(job: Scheduled, after: number, limit: number): UpcomingRun[] {
  const schedule = scheduleOf(job)
  return occurrencesBetween(schedule, after, Number.POSITIVE_INFINITY, limit).map(
    ({ at, note }) => ({
      at: new Date(at).toISOString(),
      ...localTime(at, schedule.timezone),
      ...(note === undefined ? {} : { note }),
    }),
  )
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
