import type { Schedule } from '@prikke/schedule'

/** What is noted on a job that is switched off because nobody knows when it would run. */
export const unreadable =
  'Switched off: the scheduler cannot read this schedule, its expression or its time zone.'

/** The schedule of a job row; the CHECK on jobs holds that a cron job has its expression. */
export function scheduleOf(
  type: 'cron' | 'once',
  cronExpression: string | null,
  scheduledAt: number,
  timezone: string,
): Schedule {
  return type === 'cron' && cronExpression !== null
    ? { scheduleType: 'cron', cronExpression, timezone }
    : { scheduleType: 'once', scheduledAt, timezone }
}
