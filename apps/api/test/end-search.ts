import type { Pool } from '@prikke/schema'
import type { Answer } from './open-api.ts'

/** Ends what looks into history, as the longest time that a search may take does. */
export const endSearch = ({ sql }: Pool, ask: () => Promise<Answer>): Promise<Answer> =>
  sql.begin(async held => {
    await held`lock table execution_history in access exclusive mode`
    const answer = ask()
    for (let ended = 0; ended === 0; ) {
      const waiting = await sql`select pg_cancel_backend(pid) from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`
      ended = waiting.length
    }
    return await answer
  }) as Promise<Answer>
