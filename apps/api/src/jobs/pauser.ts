import type { Database } from '@prikke/schema'
import type { Context } from 'hono'
import type { AppEnv } from '../route.ts'

/** Who switches a job off, as its page names them. */
export type Pauser = { id: string | null; name: string | null }

export function pauserOf(c: Context<AppEnv>): Pauser {
  const { key, signedIn } = c.var
  if (key !== undefined) return key
  const user = signedIn?.user
  return { id: user?.id ?? null, name: user?.name || user?.email || null }
}

/** Takes somebody's name from the jobs that they paused. */
export async function forgetPauser({ sql }: Database, userId: string): Promise<void> {
  await sql`update jobs set paused_by = null, paused_by_id = null where paused_by_id = ${userId}`
}
