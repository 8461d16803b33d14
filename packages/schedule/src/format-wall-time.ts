import { cronFields } from './cron-fields.ts'

/** `28 Mar 2027`, from a wall-clock time such as `2027-03-28T02:30:00`. */
export function formatDate(local: string): string {
  const [year, month, day] = local.slice(0, 10).split('-').map(Number)
  const name = cronFields[3].names[(month ?? 1) - 1] ?? ''
  return `${day} ${name.charAt(0)}${name.slice(1).toLowerCase()} ${year}`
}

/** `02:30`, from a wall-clock time such as `2027-03-28T02:30:00`; seconds only when there are any. */
export function formatTime(local: string): string {
  return local.endsWith(':00') ? local.slice(11, 16) : local.slice(11, 19)
}
