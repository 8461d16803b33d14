import type { JobInput } from '@prikke/contract'
import {
  parseCron,
  parseTimezone,
  type ScheduleProblem,
  shortestIntervalMinutes,
} from '@prikke/schedule'
import type { Invalid } from '../problem.ts'
import type { Definition } from './definition.ts'

type StoredSchedule = Pick<
  Definition,
  'scheduleType' | 'cronExpression' | 'scheduledAt' | 'timezone' | 'intervalMinutes'
>
type Checked = { ok: true; schedule: StoredSchedule } | { ok: false; errors: Invalid[] }
type ScheduleInput = Pick<JobInput, 'scheduleType' | 'cronExpression' | 'scheduledAt' | 'timezone'>

/** A clock that runs a little behind ours still makes a job for "now". */
const mostPastMs = 60_000
const mostFutureMs = 5 * 366 * 24 * 60 * 60 * 1000

/** Checks when a job runs and puts it in the form in which it is stored. */
export function checkSchedule(
  input: ScheduleInput,
  before: StoredSchedule | null,
  now: number,
): Checked {
  const errors: Invalid[] = []
  const zone = parseTimezone(input.timezone)
  if (!zone.ok) errors.push({ path: 'timezone', ...wordsOf(zone.problem) })
  const when = input.scheduleType === 'cron' ? checkCron(input) : checkOnce(input, before, now)
  if (!when.ok) errors.push(...when.errors)
  if (!zone.ok || !when.ok) return { ok: false, errors }
  return { ok: true, schedule: { ...when.when, timezone: zone.timezone } }
}

type When = { ok: true; when: Omit<StoredSchedule, 'timezone'> } | { ok: false; errors: Invalid[] }

function checkCron({ cronExpression, scheduledAt }: ScheduleInput): When {
  if (scheduledAt !== null)
    return no('scheduledAt', 'schedule_mismatch', 'is for one-time jobs only')
  if (cronExpression === null) return no('cronExpression', 'required', 'is required for cron jobs')
  const cron = parseCron(cronExpression)
  if (!cron.ok) return { ok: false, errors: [{ path: 'cronExpression', ...wordsOf(cron.problem) }] }
  const intervalMinutes = shortestIntervalMinutes(cron.normalized)
  return {
    ok: true,
    when: {
      scheduleType: 'cron',
      cronExpression: cron.normalized,
      scheduledAt: null,
      intervalMinutes,
    },
  }
}

function checkOnce(
  { cronExpression, scheduledAt }: ScheduleInput,
  before: StoredSchedule | null,
  now: number,
): When {
  if (cronExpression !== null) {
    return no('cronExpression', 'schedule_mismatch', 'is for cron jobs only')
  }
  if (scheduledAt === null) return no('scheduledAt', 'required', 'is required for one-time jobs')
  const instant = new Date(scheduledAt)
  const normalized = instant.toISOString()
  const isNew = normalized !== before?.scheduledAt
  if (isNew && instant.getTime() < now - mostPastMs) {
    return no('scheduledAt', 'scheduled_at_invalid', 'is in the past')
  }
  if (isNew && instant.getTime() > now + mostFutureMs) {
    return no('scheduledAt', 'scheduled_at_invalid', 'is more than 5 years ahead')
  }
  return {
    ok: true,
    when: {
      scheduleType: 'once',
      cronExpression: null,
      scheduledAt: normalized,
      intervalMinutes: null,
    },
  }
}

const no = (path: string, code: string, message: string): When => ({
  ok: false,
  errors: [{ path, code, message }],
})

/** What was wrong with a schedule, as a refusal tells it. */
export const wordsOf = ({ code, message, position }: ScheduleProblem) => ({
  ...{ code, message },
  ...(position === undefined ? {} : { position }),
})
