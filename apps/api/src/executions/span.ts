import { invalid } from '../problem.ts'

const dayMs = 24 * 60 * 60 * 1000
/** Beyond these an instant cannot be written as RFC 3339 has it. */
const first = Date.parse('0001-01-01T00:00:00.000Z')
const last = Date.parse('9999-12-31T23:59:59.999Z')

/** The time that is asked about: 24 hours up to now unless told. @throws Problem 422 when it is none. */
export function readSpan(from: string | undefined, to: string | undefined) {
  const end = to === undefined ? new Date() : new Date(to)
  const start = from === undefined ? Math.max(first, end.getTime() - dayMs) : Date.parse(from)
  return inOrder(new Date(start), end)
}

/** Each run in it is computed: years of them would hold others up. */
const longestAheadMs = 366 * dayMs

/** The same of what is to come: 24 hours from now unless told, and at most 366 days. */
export function readSpanAhead(from: string | undefined, to: string | undefined) {
  const start = from === undefined ? new Date() : new Date(from)
  const end = to === undefined ? Math.min(last, start.getTime() + dayMs) : Date.parse(to)
  if (end - start.getTime() > longestAheadMs) {
    throw invalid([{ path: 'to', code: 'invalid', message: 'is more than 366 days after from' }])
  }
  return inOrder(start, new Date(end))
}

function inOrder(from: Date, to: Date) {
  if (from > to) throw invalid([{ path: 'from', code: 'invalid', message: 'is after to' }])
  return { from, to }
}
