import type { AuditAction, AuditSubject } from '@prikke/contract'
import type { Database } from '@prikke/schema'
import type { Context } from 'hono'
import { deviceOf } from '../client-address.ts'
import type { AppEnv } from '../route.ts'
import { changesOf, type Fields } from './fields.ts'

/** Something that was done, as the audit log keeps it. */
export type Act = {
  action: AuditAction
  subject: { type: AuditSubject; id: string | null; name: string | null }
  /** What it was and what it is; with both and nothing between them, nothing was done. */
  before?: Fields
  after?: Fields
  /** Where it was done, unless in the organization of the request; null for an account alone. */
  organizationId?: string | null
  /** Who did it, where the request does not say. */
  by?: { id: string | null; email: string }
  /** Whether the address and the device are left out. */
  isFromNowhere?: boolean
}

/** Writes the acts of a request, in their order. Called with the change itself, in its transaction. */
export async function writeActs(
  c: Context<AppEnv>,
  { sql }: Database,
  isTrustedProxy: (address: string) => boolean,
  acts: readonly Act[],
): Promise<void> {
  const device = deviceOf(c, isTrustedProxy)
  const rows = acts.flatMap(act => {
    const changes = changesOf(act.before, act.after)
    const isUpdate = act.before !== undefined && act.after !== undefined
    if (isUpdate && Object.keys(changes).length === 0) return []
    const { organizationId = c.var.organization?.id ?? null } = act
    return {
      organization_id: organizationId,
      ...actorOf(c, act),
      action: act.action,
      subject_type: act.subject.type,
      subject_id: act.subject.id,
      subject_name: act.subject.name,
      address: act.isFromNowhere ? null : device.address,
      user_agent: act.isFromNowhere ? null : device.userAgent,
      request_id: c.var.requestId,
      changes,
    }
  })
  if (rows.length === 0) return
  await sql`
    insert into audit_events (organization_id, actor_type, actor_id, actor_name, action,
      subject_type, subject_id, subject_name, address, user_agent, request_id, changes)
    select organization_id, actor_type, actor_id, actor_name, action, subject_type, subject_id,
      subject_name, address, user_agent, request_id, changes
    from jsonb_to_recordset(${sql.json(rows as never)}) as r(organization_id uuid,
      actor_type text, actor_id uuid, actor_name text, action text, subject_type text,
      subject_id uuid, subject_name text, address text, user_agent text, request_id uuid,
      changes jsonb)`
}

function actorOf(c: Context<AppEnv>, { by }: Act) {
  const { key, signedIn } = c.var
  if (by !== undefined) return { actor_type: 'user', actor_id: by.id, actor_name: by.email }
  if (key !== undefined) return { actor_type: 'key', actor_id: key.id, actor_name: key.name }
  const user = signedIn?.user
  return { actor_type: 'user', actor_id: user?.id ?? null, actor_name: user?.email ?? null }
}
