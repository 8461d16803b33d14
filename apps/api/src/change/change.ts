import type { Hint } from '@prikke/queue'
import type { Database } from '@prikke/schema'
import type { Context } from 'hono'
import type { AppEnv } from '../route.ts'
import type { Services } from '../services.ts'
import { type Act, writeActs } from './audit.ts'
import { keepAnswer, keyedRequest, takeKey } from './idempotency.ts'

export type Step = {
  /** The transaction of the change. All that it reads and writes goes through here. */
  tx: Database
  /** Notes an act for the audit log: written with the change, or not at all. */
  record: (act: Act) => void
  /** Tells open dashboards, once it is committed; of the request's organization unless told. */
  announce: (type: Hint['type'], organizationId?: string) => void
}

/**
 * Runs what a request changes in one transaction, with its acts for the audit log and, where the
 * route takes an `Idempotency-Key`, with the answer that is said again: all commit or none. A route
 * that takes such a key answers from within `work`. What throws leaves nothing behind, also no key.
 * @throws Problem 409 while the same key is in flight, 422 when it came with another request.
 */
export type Change = <R>(c: Context<AppEnv>, work: (step: Step) => Promise<R>) => Promise<R>

export function createChange(
  services: Pick<Services, 'pool' | 'vault' | 'announcer' | 'settings'>,
): Change {
  const { pool, vault, announcer, settings } = services
  return async function change<R>(
    c: Context<AppEnv>,
    work: (step: Step) => Promise<R>,
  ): Promise<R> {
    const keyed = await keyedRequest(c, settings.isTrustedProxy)
    const acts: Act[] = []
    const touched: [type: Hint['type'], organizationId: string][] = []
    const record: Step['record'] = act => {
      acts.push(act)
    }
    const announce: Step['announce'] = (type, organizationId = c.var.organization.id) => {
      touched.push([type, organizationId])
    }
    const answer = await pool.transaction(async tx => {
      const kept = keyed === null ? null : await takeKey(tx, vault, keyed)
      // What this route itself answered.
      if (kept !== null) return kept as R
      const made = await work({ tx, record, announce })
      await writeActs(c, tx, settings.isTrustedProxy, acts)
      if (keyed !== null) await keepAnswer(tx, vault, keyed, { made, userId: acts[0]?.by?.id })
      return made
    })
    for (const [type, organizationId] of touched) announcer.touch(type, organizationId)
    return answer
  }
}
