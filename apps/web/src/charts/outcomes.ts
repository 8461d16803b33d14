import type { Counts } from '@prikke/contract'
import { formatWhole } from '../words/number.ts'

/** A part of a time: what came of it, and how many runs are still to come in it. */
export type Slot = { from: string; counts: Partial<Counts>; planned?: number }

/** What a bar is built of, from the ground up. */
export const outcomes = [
  { key: 'failed', word: 'failed', statuses: ['failed', 'timeout'] },
  { key: 'success', word: 'succeeded', statuses: ['success'] },
  { key: 'open', word: 'under way', statuses: ['running', 'pending'] },
  { key: 'left', word: 'did not run', statuses: ['missed', 'skipped', 'cancelled'] },
  { key: 'planned', word: 'planned', statuses: [] },
] as const satisfies readonly { key: string; word: string; statuses: (keyof Counts)[] }[]

export type Outcome = (typeof outcomes)[number]['key']
export type Amounts = Readonly<Record<Outcome, number>>

/** How many of each outcome a slot has. */
export function amountsOf({ counts, planned = 0 }: Slot): Amounts {
  const sum = (statuses: readonly (keyof Counts)[]) =>
    statuses.reduce((total, status) => total + (counts[status] ?? 0), 0)
  const [failed, success, open, left] = outcomes.map(({ statuses }) => sum(statuses))
  return { failed: failed ?? 0, success: success ?? 0, open: open ?? 0, left: left ?? 0, planned }
}

export const addUp = (all: readonly Amounts[]): Amounts =>
  all.reduce(
    (sum, each) => ({
      failed: sum.failed + each.failed,
      success: sum.success + each.success,
      open: sum.open + each.open,
      left: sum.left + each.left,
      planned: sum.planned + each.planned,
    }),
    { failed: 0, success: 0, open: 0, left: 0, planned: 0 },
  )

export const totalOf = (amounts: Amounts): number =>
  outcomes.reduce((total, { key }) => total + amounts[key], 0)

/** As `12 succeeded, 1 failed`; trouble comes first where it is what matters. */
export function describeAmounts(amounts: Amounts): string {
  const said = outcomes
    .filter(({ key }) => amounts[key] > 0)
    .map(({ key, word }) => `${formatWhole(amounts[key])} ${word}`)
  return said.length === 0 ? 'nothing' : said.join(', ')
}
