import type { Job } from '@prikke/contract'
import { instantOfWallTime, viewerZone } from './instant.ts'

/** How long a job may be paused, as one chooses it. */
export const pauseLengths = [
  ['1', '1 hour'],
  ['8', '8 hours'],
  ['24', '24 hours'],
  ['until', 'Until a time'],
  ['open', 'Until I resume it'],
] as const
export type PauseLength = (typeof pauseLengths)[number][0]

const hourMs = 3_600_000
const yearMs = 366 * 24 * hourMs

type End = { ok: true; resumeAt: string | null } | { ok: false; fault: string }

/** When a pause that begins now ends; `local` is what was typed for one until a time. */
export function endOfPause(
  length: PauseLength,
  local: string,
  now: number,
  zone = viewerZone(),
): End {
  if (length === 'open') return { ok: true, resumeAt: null }
  if (length !== 'until') {
    return { ok: true, resumeAt: new Date(now + Number(length) * hourMs).toISOString() }
  }
  const resumeAt = local === '' ? null : instantOfWallTime(local, zone)
  if (resumeAt === null) return { ok: false, fault: 'needs a date and a time' }
  const ahead = Date.parse(resumeAt) - now
  if (ahead <= 0) return { ok: false, fault: 'is in the past' }
  return ahead > yearMs ? { ok: false, fault: 'is more than a year ahead' } : { ok: true, resumeAt }
}

/** Why a job is off: somebody paused it, or Prikke switched it off. */
export type OffBy = 'person' | 'gone' | 'unreadable'

/** Prikke says of itself why it did, and names nobody. */
export function whoSwitchedOff({
  pausedBy,
  pauseNote,
}: Pick<Job, 'pausedBy' | 'pauseNote'>): OffBy {
  if (pausedBy !== null || !pauseNote?.startsWith('Switched off: ')) return 'person'
  return pauseNote.includes('410') ? 'gone' : 'unreadable'
}
