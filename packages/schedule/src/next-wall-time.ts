import type { CompiledCron } from './compile-cron.ts'
import { maskHas } from './value-mask.ts'

const minuteMs = 60_000
const dayMs = 86_400_000
const minutesPerDay = 1_440

/** The Gregorian calendar, weekdays included, repeats after 400 years. */
const calendarCycleYears = 400
const calendarCycleDays = 146_097

/**
 * The first wall-clock time that matches, at or after `from`. Wall times are written as if they were
 * UTC, in epoch milliseconds. Null: no day matches, ever.
 */
export function nextWallTime(cron: CompiledCron, from: number): number | null {
  const minute = Math.ceil(from / minuteMs)
  const day = Math.floor(minute / minutesPerDay)
  const today = nextMinuteOfDay(cron, minute - day * minutesPerDay)
  if (today !== null && dayMatches(cron, day)) return (day * minutesPerDay + today) * minuteMs
  const later = nextDay(cron, day + 1)
  const first = nextMinuteOfDay(cron, 0)
  return later === null || first === null ? null : later * dayMs + first * minuteMs
}

function nextMinuteOfDay(cron: CompiledCron, from: number): number | null {
  const fromHour = Math.floor(from / 60)
  for (const hour of cron.hours) {
    if (hour < fromHour) continue
    const fromMinute = hour === fromHour ? from % 60 : 0
    for (const minute of cron.minutes) if (minute >= fromMinute) return hour * 60 + minute
  }
  return null
}

/** The first matching day at or after `from`; days are counted from 1970-01-01. */
export function nextDay(cron: CompiledCron, from: number): number | null {
  const start = new Date(from * dayMs)
  const year = start.getUTCFullYear()
  let month = start.getUTCMonth()
  let firstOfDays = start.getUTCDate()
  for (const last = month + calendarCycleYears * 12; month <= last; month += 1) {
    if (maskHas(cron.months, (month % 12) + 1)) {
      const beforeMonth = lastDayBefore(year, month)
      const dayCount = lastDayBefore(year, month + 1) - beforeMonth
      for (let day = firstOfDays; day <= dayCount; day += 1) {
        if (namesDay(cron, day, weekdayOf(beforeMonth + day))) return beforeMonth + day
      }
    }
    firstOfDays = 1
  }
  return null
}

/** Read one cycle later, because Date.UTC takes the years 0–99 for 1900–1999. */
function lastDayBefore(year: number, month: number): number {
  return Date.UTC(year + calendarCycleYears, month, 0) / dayMs - calendarCycleDays
}

function dayMatches(cron: CompiledCron, day: number): boolean {
  const date = new Date(day * dayMs)
  return (
    maskHas(cron.months, date.getUTCMonth() + 1) &&
    namesDay(cron, date.getUTCDate(), date.getUTCDay())
  )
}

function namesDay(cron: CompiledCron, dayOfMonth: number, dayOfWeek: number): boolean {
  const inMonth = maskHas(cron.daysOfMonth, dayOfMonth)
  const inWeek = maskHas(cron.daysOfWeek, dayOfWeek)
  return cron.eitherDay ? inMonth || inWeek : inMonth && inWeek
}

/** 0 is Sunday; 1970-01-01 was a Thursday. */
function weekdayOf(day: number): number {
  return (((day + 4) % 7) + 7) % 7
}
