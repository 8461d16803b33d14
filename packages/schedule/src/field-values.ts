import type { CompiledCron } from './compile-cron.ts'
import { valuesOf } from './value-mask.ts'

/** The values that each of the five fields names, ascending, in the order they are written. */
export const fieldValues = (cron: CompiledCron): readonly (readonly number[])[] => [
  cron.minutes,
  cron.hours,
  valuesOf(cron.daysOfMonth),
  valuesOf(cron.months),
  valuesOf(cron.daysOfWeek),
]
