import type { ScheduleProblem } from './schedule-problem.ts'
import { timezoneAliases } from './timezone-aliases.ts'

/** Exactly as spelled: Intl itself would also take `europe/oslo` and read EST as Panama. */
const timezones: ReadonlyMap<string, string> = new Map([
  ['UTC', 'UTC'],
  ...Intl.supportedValuesOf('timeZone').map(name => [name, name] as const),
  ...Object.values(timezoneAliases).map(name => [name, name] as const),
  ...Object.entries(timezoneAliases),
])

/**
 * Checks an IANA time zone name. `timezone` is its present spelling: Asia/Kolkata for Asia/Calcutta,
 * UTC for Etc/UTC and GMT. Offsets (`+02:00`, `GMT+2`) and abbreviations are `timezone_invalid`.
 */
export function parseTimezone(
  name: string,
): { ok: true; timezone: string } | { ok: false; problem: ScheduleProblem } {
  const timezone = timezones.get(name)
  if (timezone !== undefined) return { ok: true, timezone }
  return { ok: false, problem: { code: 'timezone_invalid', message: refusal(name) } }
}

function refusal(name: string): string {
  if (name === '') return 'A time zone is needed, such as Europe/Oslo or UTC.'
  const shown = JSON.stringify(name.length > 40 ? `${name.slice(0, 40)}…` : name)
  return `${shown} is not an IANA time zone name such as Europe/Oslo or UTC; capitals matter.`
}
