import { formatWallTime, instantOfWallTime, wallTimeOf } from './instant.ts'

/**
 * What is odd about a wall time in a zone: the clock skips it, or shows it twice. Null when it is
 * plain, or not whole yet.
 */
export function onceNote(local: string, zone: string): string | null {
  const at = instantOfWallTime(local, zone)
  if (at === null) return null
  const wall = local.length === 16 ? `${local}:00` : local
  const shown = wallTimeOf(at, zone)
  const asked = formatWallTime(wall)
  if (shown !== wall) {
    return `${asked} does not exist in ${zone}: the clock jumps over it. It runs at ${shown.slice(11, 16)}.`
  }
  const repeats = [30, 60, 120].some(minutes => {
    const later = Date.parse(at) + minutes * 60_000
    return wallTimeOf(new Date(later), zone) === wall
  })
  return repeats ? `${asked} happens twice in ${zone}. It runs the first time.` : null
}
