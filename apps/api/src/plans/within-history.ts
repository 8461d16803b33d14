import type { Pool } from '@prikke/schema'
import { notFound } from '../problem.ts'
import type { Tenant } from '../route.ts'

type At = Pick<Pool, 'planLimits'>
type Shown = Pick<Tenant, 'historySince'>

/** A span of time cut to what the history of the plan shows, whatever has not been removed yet. */
export function withinHistory<T extends { from?: string | undefined }>(
  { planLimits }: At,
  { historySince }: Shown,
  query: T,
): T {
  const from = query.from === undefined ? 0 : Date.parse(query.from)
  if (!planLimits || from >= historySince.getTime()) return query
  return { ...query, from: historySince.toISOString() }
}

/** What was due before is not shown. */
export const shownSince = ({ planLimits }: At, { historySince }: Shown): Date =>
  planLimits ? historySince : new Date(0)

/** The same of a span of instants. */
export function spanWithinHistory<T extends { from: Date; to: Date }>(
  { planLimits }: At,
  { historySince }: Shown,
  span: T,
): T {
  if (!planLimits || span.from >= historySince) return span
  return { ...span, from: historySince < span.to ? historySince : span.to }
}

/** @throws Problem 404 for an execution that was due before the history of the plan begins. */
export function checkWithinHistory(
  { planLimits }: At,
  { historySince }: Shown,
  { scheduledFor }: { scheduledFor: string },
): void {
  if (planLimits && Date.parse(scheduledFor) < historySince.getTime()) {
    throw notFound('There is no such execution.')
  }
}
