import type { Database, Pool } from '@prikke/schema'
import { Problem } from './problem.ts'

/** What may have to look at everything that an organization has done ends after this, in ms. */
const longestMs = 5_000

/**
 * Runs what reads for as long as its caller asks for. @throws Problem 422 `search_too_wide` when that
 * takes longer than 5 s: trying again would take as long.
 */
export async function boundedly<T>(
  pool: Pick<Pool, 'transaction'>,
  read: (tx: Database) => Promise<T>,
): Promise<T> {
  return await pool.transaction(tx => boundedlyIn(tx, read))
}

/** The same in a transaction that the caller has begun. */
export async function boundedlyIn<T>(tx: Database, read: (tx: Database) => Promise<T>): Promise<T> {
  try {
    await tx.sql`select set_config('statement_timeout', ${String(longestMs)}, true)`
    return await read(tx)
  } catch (error) {
    if ((error as { code?: string }).code === '57014') throw tooWide
    throw error
  }
}

const tooWide = new Problem({
  status: 422,
  code: 'search_too_wide',
  detail: 'There is too much to look through. Name a shorter time, or a job.',
})
