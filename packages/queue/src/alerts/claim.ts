import type { AlertEvent, Sql } from '@prikke/schema'
import type { Claimed } from '../executions/claim.ts'

/** An alert must be delivered within this, else another notifier takes it up. */
const leaseMs = 90_000

export type ClaimedAlert = {
  id: string
  organizationId: string
  organization: { name: string; slug: string }
  kind: 'email' | 'slack' | 'discord' | 'webhook'
  /** The address; or a URL as people may read it, when `sealedUrl` has the whole one. */
  target: string
  sealedUrl: string | null
  /** The channel that the URL is sealed for: it may be gone. */
  sealedFor: string | null
  type: 'execution.failed' | 'job.recovered' | 'channel.test'
  event: AlertEvent | null
  createdAt: Date
  /** The fence, and the number of this try. */
  attempt: number
  /** As they are stored: sealed for the organization. */
  signingSecrets: string[]
}

/**
 * Claims due alerts, oldest first. Notifiers race for the same rows: SKIP LOCKED gives each a
 * disjoint set, and an alert whose lease ran out is due again. Relies on alerts_ready.
 */
export async function claimAlerts(
  sql: Sql,
  worker: string,
  limit: number,
): Promise<Claimed<ClaimedAlert>> {
  const rows = await sql<(Partial<ClaimedAlert> & { nextInMs: number | null })[]>`
    with claimed as (
      update alerts a set attempt = a.attempt + 1, worker = ${worker},
        ready_at = now() + ${leaseMs}::int * interval '1 millisecond'
      from organizations o
      where o.id = a.organization_id and a.id = any(array(
        select id from alerts where status = 'pending' and ready_at <= now()
        order by ready_at limit ${limit} for update skip locked))
      returning a.id, a.organization_id as "organizationId",
        jsonb_build_object('name', o.name, 'slug', o.slug) as organization,
        a.kind, a.target, a.sealed_url as "sealedUrl", a.sealed_for as "sealedFor", a.type, a.event,
        a.created_at as "createdAt", a.attempt,
        array_remove(array[o.signing_secret, case when o.previous_signing_secret_expires_at > now()
          then o.previous_signing_secret end], null) as "signingSecrets"
    )
    select c.*, (
      select extract(epoch from min(ready_at) - clock_timestamp())::float8 * 1000
      from alerts where status = 'pending' and ready_at > now()
    ) as "nextInMs"
    from (select 1) one left join claimed c on true`
  const items = rows.filter(row => row.id !== null) as unknown as ClaimedAlert[]
  return { items, nextInMs: rows[0]?.nextInMs ?? null }
}

/** Makes what a notifier has claimed, but for `inHand`, due again: a claim was not answered. */
export async function putBackUnheardAlerts(
  sql: Sql,
  worker: string,
  inHand: readonly string[],
): Promise<void> {
  await sql`
    update alerts set worker = null, ready_at = date_trunc('milliseconds', now())
    where worker = ${worker} and status = 'pending' and id <> all(${inHand as string[]}::uuid[])`
}
