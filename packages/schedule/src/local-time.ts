import { periodAt } from './zone.ts'

/** An instant as a zone's clock shows it: `2027-03-28T03:00:00` and `+02:00`. */
export function localTime(at: number, timezone: string): { local: string; offset: string } {
  const { offsetMs } = periodAt(timezone, at)
  const local = new Date(at + offsetMs).toISOString().slice(0, 19)
  const size = new Date(Math.abs(offsetMs)).toISOString()
  const seconds = size.slice(17, 19) === '00' ? '' : size.slice(16, 19)
  return { local, offset: `${offsetMs < 0 ? '-' : '+'}${size.slice(11, 16)}${seconds}` }
}
