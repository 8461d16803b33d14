import { isDeepStrictEqual } from 'node:util'
import type { AuditChanges } from '@prikke/schema'

/** What a resource is made of, by field, as the audit log compares it. */
export type Fields = Readonly<Record<string, unknown>>

/** A value that is compared and never written; in its place stands what may be seen of it. */
export class Hidden {
  readonly value: unknown
  readonly shown: unknown

  constructor(value: unknown, shown: unknown) {
    this.value = value
    this.shown = shown
  }
}

const longestText = 1_000

/** By field, what differs. A secret that was changed is named, and looks the same before and after. */
export function changesOf(before: Fields = {}, after: Fields = {}): AuditChanges {
  const names = new Set([...Object.keys(before), ...Object.keys(after)])
  return Object.fromEntries(
    [...names].flatMap(name => {
      const was = before[name] ?? null
      const is = after[name] ?? null
      return isDeepStrictEqual(was, is) ? [] : [[name, { before: shown(was), after: shown(is) }]]
    }),
  )
}

function shown(value: unknown): unknown {
  if (value instanceof Hidden) return value.shown
  if (value instanceof Date) return value.toISOString()
  if (typeof value !== 'string' || value.length <= longestText) return value
  return `${value.slice(0, longestText).toWellFormed()}… (${value.length} characters)`
}
