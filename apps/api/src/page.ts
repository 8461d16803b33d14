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
    nextCursor: last === undefined ? null : writeCursor(cursorOf(last)),
  }
}

export const writeCursor = (text: string) => Buffer.from(text).toString('base64url')

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

/** The number after which a page starts, for lists in order of one. */
export function readNumberCursor(cursor: string | undefined): number | undefined {
  if (cursor === undefined) return undefined
  const text = Buffer.from(cursor, 'base64url').toString('latin1')
  if (!/^[0-9]{1,9}$/.test(text)) throw notOurs()
  return Number(text)
}

/** The text after which a page starts, for lists in order of what they show. */
export function readTextCursor(cursor: string | undefined): string | undefined {
  if (cursor === undefined) return undefined
  const text = Buffer.from(cursor, 'base64url').toString('utf8')
  if (text.includes('\0')) throw notOurs()
  return text
}

/** Where a list in order of something else than the id stands: the last row shown, and its value. */
export type OrderCursor = { order: string; id: string; value: string | null }

const orderAndId = new RegExp(`^(-?\\w+) (${uuid}) (.*)$`, 's')
const isInstant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/

export const orderCursor = ({ order, id, value }: OrderCursor) => `${order} ${id} ${value ?? ''}`

/** What `orderCursor` wrote of a list in this order, whose values are of this kind. */
export function readOrderCursor(
  cursor: string | undefined,
  order: string,
  kind: 'text' | 'instant',
): OrderCursor | undefined {
  if (cursor === undefined) return undefined
  const text = Buffer.from(cursor, 'base64url').toString('utf8')
  const [, own, id, value] = orderAndId.exec(text) ?? []
  if (own !== order || id === undefined || value === undefined) throw notOurs()
  if (value === '') return { order, id, value: null }
  const isFit = {
    text: () => !value.includes('\0'),
    instant: () => isInstant.test(value) && Date.parse(value) >= firstInstant,
  }
  if (!isFit[kind]()) throw notOurs()
  return { order, id, value }
}

const notOurs = () =>
  invalid([{ path: 'cursor', code: 'cursor_invalid', message: 'is not a cursor of this list' }])
