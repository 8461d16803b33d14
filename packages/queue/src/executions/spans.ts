import { performance } from 'node:perf_hooks'
import type { Sql } from '@prikke/schema'
import type { Settlement } from './settle.ts'

/** An attempt's times as spans, in ms: what this process measured, for a database with its own clock. */
export type Spans = { startedAfterMs: number; startedAgoMs: number; durationMs: number }

/** Measured as late as can be: just before they are sent. */
export function spansOf({ execution, startedAt, endedAt }: Settlement): Spans {
  return {
    startedAfterMs: startedAt - execution.claimAskedAt,
    startedAgoMs: performance.now() - startedAt,
    durationMs: endedAt - startedAt,
  }
}

/**
 * When an attempt started, by the database's clock. The claim was written some time after it was
 * asked for, and this statement runs some time after it was sent; both lead to an instant that is
 * late by as much, so the earlier of the two is the nearer one.
 */
export const startedAt = (sql: Sql, claim: string, spans: string) =>
  sql.unsafe(`
  greatest(${claim}.claimed_at, least(
    ${claim}.claimed_at + ${spans}.started_after_ms * interval '1 millisecond',
    now() - ${spans}.started_ago_ms * interval '1 millisecond'))`)
