import type { Page } from '@prikke/contract'
import { invalid } from './problem.ts'

/** Where a page begins, and how long it is. */
export type PageAsked = { limit: number; cursor?: string | undefined }

const uuid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'
const idOnly = new RegExp(`^${uuid}$`)
const instantAndId = new RegExp(`^(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z) (${uuid})$`)

/**
 * A page of what was asked for with one row more than `limit`, to see whether another follows.
 * `cursorOf` names the last row shown; it is opaque to callers.
 */
export function pageFrom<Row, Item>(
  rows: readonly Row[],
  limit: number,
  cursorOf: (row: Row) => string,
  itemOf: (row: Row) => Item,
): Page<Item> {
  const shown = rows.slice(0, limit)
  const last = rows.length > limit ? shown.at(-1) : undefined
  return {
    data: shown.map(itemOf),
    nextCursor: last === undefined ? null : Buffer.from(cursorOf(last)).toString('base64url'),
  }
}

/** The id after which a page starts, for lists in order of id. */
export function readIdCursor(cursor: string | undefined): string | undefined {
  if (cursor === undefined) return undefined
  const id = Buffer.from(cursor, 'base64url').toString('latin1')
  if (!idOnly.test(id)) throw notOurs()
  return id
}

export const instantCursor = (row: { scheduledFor: Date; id: string }) =>
  `${row.scheduledFor.toISOString()} ${row.id}`

/** The year 0 is a date for JavaScript and none for PostgreSQL. */
const firstInstant = Date.parse('0001-01-01T00:00:00.000Z')

/** The instant and id after which a page starts, for lists in order of both. */
export function readInstantCursor(
  cursor: string | undefined,
): { scheduledFor: Date; id: string } | undefined {
  if (cursor === undefined) return undefined
  const [, instant, id] =
    instantAndId.exec(Buffer.from(cursor, 'base64url').toString('latin1')) ?? []
  const scheduledFor = new Date(instant ?? '')
  if (id === undefined || !(scheduledFor.getTime() >= firstInstant)) throw notOurs()
  return { scheduledFor, id }
}

const notOurs = () =>
  invalid([{ path: 'cursor', code: 'cursor_invalid', message: 'is not a cursor of this list' }])
