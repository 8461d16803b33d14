import { invalid } from '../problem.ts'

const dayMs = 24 * 60 * 60 * 1000

/** The time that is asked about: 24 hours up to now unless told. @throws Problem 422 when it is none. */
export function readSpan(from: string | undefined, to: string | undefined) {
  const end = to === undefined ? new Date() : new Date(to)
  const start = from === undefined ? new Date(end.getTime() - dayMs) : new Date(from)
  if (start > end) throw invalid([{ path: 'from', code: 'invalid', message: 'is after to' }])
  return { from: start, to: end }
}
