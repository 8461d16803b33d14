const units = [
  { name: 'd', ms: 86_400_000 },
  { name: 'h', ms: 3_600_000 },
  { name: 'min', ms: 60_000 },
  { name: 's', ms: 1_000 },
] as const

/** How long something took: `843 ms`, `1.24 s`, `2 min 5 s`, `3 h 20 min`; `–` when unknown. */
export function formatDuration(ms: number | null): string {
  if (ms === null) return '–'
  const whole = Math.round(ms)
  if (whole < 1_000) return ms > 0 && ms < 10 ? `${Number(ms.toFixed(1))} ms` : `${whole} ms`
  if (whole < 60_000) return `${(Math.floor(whole / 10) / 100).toFixed(2)} s`
  return twoUnits(whole)
}

/** Where an instant lies from now: `in 4 min`, `in 32 s`, `now`, `2 h ago`. */
export function formatRelative(instant: string, now: number): string {
  const ms = Date.parse(instant) - now
  const size = Math.abs(ms)
  if (size < 1_000) return 'now'
  const words = size < 3_600_000 || size >= 604_800_000 ? oneUnit(size) : twoUnits(size)
  return ms > 0 ? `in ${words}` : `${words} ago`
}

function oneUnit(ms: number): string {
  const unit = units.find(each => ms >= each.ms) ?? units[3]
  return `${Math.floor(ms / unit.ms)} ${unit.name}`
}

function twoUnits(ms: number): string {
  const index = units.findIndex(each => ms >= each.ms)
  const next = units[index + 1]
  const rest = ms % (units[index]?.ms ?? 1)
  const second =
    next !== undefined && rest >= next.ms ? ` ${Math.floor(rest / next.ms)} ${next.name}` : ''
  return `${oneUnit(ms)}${second}`
}
