import type { AuditAction } from '@prikke/contract'
import type { Answer, Call, openApi } from './open-api.ts'
import { makeMember, makeSomebody, type Somebody } from './people.ts'
import { cronJob, makeJob, makePast } from './samples.ts'

type Api = Awaited<ReturnType<typeof openApi>>
type Sent = NonNullable<Parameters<Call>[2]>

/** A request that will succeed, and the acts that it leaves in the audit log. */
export type Deed = {
  send: (more?: Sent & { query?: string }) => Promise<Answer>
  leaves: AuditAction[]
}
type Prepare = (stage: Stage) => Promise<Deed>
export type Stage = Awaited<ReturnType<typeof setActStage>>

/** An organization with an owner, an admin and a member; whatever else a request needs is made for it. */
export async function setActStage(api: Api) {
  const owner = await api.person()
  const organizationId = owner.organization.id
  // Room for all that is made in it, where limits hold.
  await api.pool.sql`update organizations set tier = 'pro' where id = ${organizationId}`
  await api.pool.sql`update users set is_operator = true where id = ${owner.user.id}`
  const newAddress = () => `${crypto.randomUUID()}@example.com`
  return {
    api,
    owner,
    organizationId,
    newAddress,
    member: () => makeMember(api, organizationId, 'member'),
    /** Somebody with a password, an organization of their own and nothing to lose. */
    person: () => api.person(newAddress()),
    job: () => makeJob(owner.call),
    channel: async () => {
      const body = { url: `https://${crypto.randomUUID()}.example.com/secret-path` }
      return (await owner.call('POST', '/api/channels', { body })).body.id as string
    },
    key: async () =>
      (await owner.call('POST', '/api/keys', { body: { name: 'k' } })).body.id as string,
    invite: async (email = newAddress()) => {
      const body = { email, role: 'member' }
      const { id } = (await owner.call('POST', '/api/invites', { body })).body
      const [mail] = await api.mailsTo(email)
      return { id: id as string, email, token: mail?.token ?? '' }
    },
    linkTo: async (path: string, email: string, call: Call = api.call, more = {}) => {
      await call('POST', path, { body: { email, ...more } })
      const [mail] = await api.mailsTo(email)
      return mail?.token ?? ''
    },
  }
}

const deed = (call: Call, leaves: AuditAction[], route: string, sent: Sent = {}): Deed => {
  const [method = '', path = ''] = route.split(' ')
  const send: Deed['send'] = ({ query = '', ...more } = {}) =>
    call(method, path + query, { ...sent, ...more })
  return { send, leaves }
}

const password = 'a long password'

/** One execution in an organization that replays nothing yet, and the request to run it again. */
async function somethingToReplay(
  api: Api,
  { call, organization }: Awaited<ReturnType<Api['person']>>,
) {
  const jobId = await makeJob(call)
  await makePast(api.pool, { organizationId: organization.id, jobId })
  return { call, body: { filter: { jobId: [jobId], status: ['success'] }, expectedCount: 1 } }
}

/** Every route that changes something, as one who succeeds with it. */
export const deeds: Record<string, Prepare> = {
  'POST /api/auth/register': async ({ api, newAddress }) =>
    deed(
      api.call,
      ['account.created', 'organization.created', 'account.signed_in'],
      'POST /api/auth/register',
      { body: { email: newAddress(), password } },
    ),
  'POST /api/auth/login': async ({ api, person }) => {
    const { email } = await person()
    const body = { email, password }
    return deed(api.call, ['account.signed_in'], 'POST /api/auth/login', { body })
  },
  'POST /api/auth/logout': async ({ person }) =>
    deed((await person()).call, ['account.signed_out'], 'POST /api/auth/logout'),
  'POST /api/auth/magic-link/verify': async ({ api, newAddress, linkTo }) => {
    const token = await linkTo('/api/auth/magic-link', newAddress())
    const made: AuditAction[] = ['account.created', 'organization.created', 'account.signed_in']
    return deed(api.call, made, 'POST /api/auth/magic-link/verify', { body: { token } })
  },
  'POST /api/auth/password-reset/confirm': async ({ api, person, linkTo }) => {
    const token = await linkTo('/api/auth/password-reset', (await person()).email)
    const body = { token, password: 'another password' }
    const route = 'POST /api/auth/password-reset/confirm'
    return deed(api.call, ['account.password_reset', 'account.signed_in'], route, { body })
  },
  'POST /api/auth/email/confirm': async ({ api, person, newAddress, linkTo }) => {
    const token = await linkTo('/api/me/email', newAddress(), (await person()).call, { password })
    const route = 'POST /api/auth/email/confirm'
    return deed(api.call, ['account.email_changed'], route, { body: { token } })
  },
  'PATCH /api/me': async ({ person }) =>
    deed((await person()).call, ['account.updated'], 'PATCH /api/me', { body: { name: 'Ann' } }),
  'PUT /api/me/password': async ({ person }) => {
    const body = { currentPassword: password, password: 'another password' }
    const left: AuditAction[] = ['account.password_changed', 'account.signed_in']
    return deed((await person()).call, left, 'PUT /api/me/password', { body })
  },
  'POST /api/me/email': async ({ person, newAddress }) => {
    const body = { email: newAddress(), password }
    const left: AuditAction[] = ['account.email_change_asked']
    return deed((await person()).call, left, 'POST /api/me/email', { body })
  },
  'DELETE /api/me': async ({ person }) => {
    const left: AuditAction[] = ['channel.deleted', 'organization.deleted', 'account.erased']
    return deed((await person()).call, left, 'DELETE /api/me', { body: { password } })
  },
  'GET /api/me/export': async ({ person }) =>
    deed((await person()).call, ['account.exported'], 'GET /api/me/export'),
  'DELETE /api/sessions': async ({ person }) =>
    deed((await person()).call, ['account.sessions_ended'], 'DELETE /api/sessions'),
  'DELETE /api/sessions/{id}': async ({ person }) => {
    const { call } = await person()
    const { id } = (await call('GET', '/api/sessions')).body.data[0]
    return deed(call, ['account.session_ended'], `DELETE /api/sessions/${id}`)
  },
  'POST /api/organizations': async ({ person }) => {
    const body = { name: 'Another' }
    const left: AuditAction[] = ['organization.created']
    return deed((await person()).call, left, 'POST /api/organizations', { body })
  },
  'PATCH /api/organizations/{id}': async ({ person }) => {
    const { call, organization } = await person()
    const route = `PATCH /api/organizations/${organization.id}`
    return deed(call, ['organization.updated'], route, { body: { name: 'Renamed' } })
  },
  'DELETE /api/organizations/{id}': async ({ person }) => {
    const { call, organization, email } = await person()
    const body = { confirm: email.split('@')[0] }
    const route = `DELETE /api/organizations/${organization.id}`
    return deed(call, ['organization.deleted'], route, { body })
  },
  'POST /api/organizations/{id}/restore': async ({ person }) => {
    const { call, organization, email } = await person()
    const body = { confirm: email.split('@')[0] }
    await call('DELETE', `/api/organizations/${organization.id}`, { body })
    const route = `POST /api/organizations/${organization.id}/restore`
    return deed(call, ['organization.restored'], route)
  },
  'PUT /api/organizations/{id}/tier': async ({ person }) => {
    const { call, organization } = await person()
    const route = `PUT /api/organizations/${organization.id}/tier`
    return deed(call, ['organization.tier_changed'], route, { body: { tier: 'pro' } })
  },
  'GET /api/organizations/{id}/export': async ({ owner, organizationId }) => {
    const route = `GET /api/organizations/${organizationId}/export`
    return deed(owner.call, ['organization.exported'], route)
  },
  'POST /api/organizations/{id}/leave': async ({ member, organizationId }) => {
    const route = `POST /api/organizations/${organizationId}/leave`
    return deed((await member()).call, ['member.left'], route)
  },
  'PATCH /api/members/{userId}': async ({ owner, member }) => {
    const route = `PATCH /api/members/${(await member()).id}`
    return deed(owner.call, ['member.updated'], route, { body: { role: 'admin' } })
  },
  'DELETE /api/members/{userId}': async ({ owner, member }) =>
    deed(owner.call, ['member.removed'], `DELETE /api/members/${(await member()).id}`),
  'POST /api/invites': async ({ owner, newAddress }) => {
    const body = { email: newAddress(), role: 'member' }
    return deed(owner.call, ['invite.created'], 'POST /api/invites', { body })
  },
  'POST /api/invites/{invite}/resend': async ({ owner, invite }) =>
    deed(owner.call, ['invite.resent'], `POST /api/invites/${(await invite()).id}/resend`),
  'DELETE /api/invites/{invite}': async ({ owner, invite }) =>
    deed(owner.call, ['invite.revoked'], `DELETE /api/invites/${(await invite()).id}`),
  'POST /api/invites/{invite}/accept': async ({ api, invite }) => {
    const somebody: Somebody = await makeSomebody(api)
    const { token } = await invite(somebody.email)
    return deed(somebody.call, ['member.joined'], `POST /api/invites/${token}/accept`)
  },
  'POST /api/invites/{invite}/decline': async ({ api, invite }) =>
    deed(api.call, ['invite.declined'], `POST /api/invites/${(await invite()).token}/decline`),
  'POST /api/keys': async ({ owner }) =>
    deed(owner.call, ['key.created'], 'POST /api/keys', { body: { name: 'k' } }),
  'POST /api/keys/{id}/rotate': async ({ owner, key }) =>
    deed(owner.call, ['key.rotated'], `POST /api/keys/${await key()}/rotate`, { body: {} }),
  'DELETE /api/keys/{id}': async ({ owner, key }) =>
    deed(owner.call, ['key.revoked'], `DELETE /api/keys/${await key()}`),
  'GET /api/signing-secret': async ({ owner }) =>
    deed(owner.call, ['signing_secret.read'], 'GET /api/signing-secret'),
  'POST /api/signing-secret/rotate': async ({ owner }) =>
    deed(owner.call, ['signing_secret.rotated'], 'POST /api/signing-secret/rotate', { body: {} }),
  'POST /api/jobs': async ({ owner }) =>
    deed(owner.call, ['job.created'], 'POST /api/jobs', { body: cronJob() }),
  'PATCH /api/jobs/{id}': async ({ owner, job }) =>
    deed(owner.call, ['job.updated'], `PATCH /api/jobs/${await job()}`, { body: { name: 'New' } }),
  'DELETE /api/jobs/{id}': async ({ owner, job }) =>
    deed(owner.call, ['job.deleted'], `DELETE /api/jobs/${await job()}`),
  'POST /api/jobs/{id}/trigger': async ({ owner, job }) =>
    deed(owner.call, ['job.run'], `POST /api/jobs/${await job()}/trigger`),
  'POST /api/test-runs': async ({ owner, job }) => {
    const body = { url: 'https://example.com/hook', jobId: await job() }
    return deed(owner.call, ['job.tested'], 'POST /api/test-runs', { body })
  },
  'POST /api/jobs/bulk': async ({ owner, job }) => {
    const body = { ids: [await job(), await job()], action: 'disable' }
    const left: AuditAction[] = ['job.updated', 'job.updated']
    return deed(owner.call, left, 'POST /api/jobs/bulk', { body })
  },
  'POST /api/jobs/bulk/trigger': async ({ owner, job }) => {
    const body = { ids: [await job(), await job()] }
    return deed(owner.call, ['job.run', 'job.run'], 'POST /api/jobs/bulk/trigger', { body })
  },
  'PUT /api/sync': async ({ owner }) => {
    const job = (key: string, name: string) => cronJob({ key, name })
    const before = [job('stays', 'Stays'), job('turns', 'Turns'), job('goes', 'Goes')]
    await owner.call('PUT', '/api/sync', { body: { jobs: before } })
    const after = [job('stays', 'Stays'), job('turns', 'Turned'), job('comes', 'Comes')]
    const left: AuditAction[] = ['job.deleted', 'job.updated', 'job.created']
    return deed(owner.call, left, 'PUT /api/sync', { body: { jobs: after, prune: true } })
  },
  'POST /api/replays': async ({ api, person }) => {
    const { call, body } = await somethingToReplay(api, await person())
    return deed(call, ['replay.created'], 'POST /api/replays', { body })
  },
  'POST /api/replays/{id}/cancel': async ({ api, person }) => {
    const { call, body } = await somethingToReplay(api, await person())
    const { id } = (await call('POST', '/api/replays', { body })).body
    return deed(call, ['replay.cancelled'], `POST /api/replays/${id}/cancel`)
  },
  'POST /api/executions/{id}/replay': async ({ api, owner, job, organizationId }) => {
    const id = await makePast(api.pool, { organizationId, jobId: await job() })
    return deed(owner.call, ['execution.replayed'], `POST /api/executions/${id}/replay`)
  },
  'POST /api/executions/{id}/cancel': async ({ owner, job }) => {
    const { id } = (await owner.call('POST', `/api/jobs/${await job()}/trigger`)).body
    return deed(owner.call, ['execution.cancelled'], `POST /api/executions/${id}/cancel`)
  },
  'POST /api/executions/cancel': async ({ owner, job }) => {
    const jobId = await job()
    await owner.call('POST', `/api/jobs/${jobId}/trigger`)
    const body = { filter: { jobId: [jobId] }, expectedCount: 1 }
    return deed(owner.call, ['execution.cancelled'], 'POST /api/executions/cancel', { body })
  },
  'POST /api/channels': async ({ owner, newAddress }) => {
    const body = { address: newAddress() }
    return deed(owner.call, ['channel.created'], 'POST /api/channels', { body })
  },
  'PATCH /api/channels/{id}': async ({ owner, channel }) => {
    const route = `PATCH /api/channels/${await channel()}`
    return deed(owner.call, ['channel.updated'], route, { body: { enabled: false } })
  },
  'POST /api/system/tests/outbound': async ({ owner }) =>
    deed(owner.call, ['instance.outbound_tested'], 'POST /api/system/tests/outbound'),
  'DELETE /api/channels/{id}': async ({ owner, channel }) =>
    deed(owner.call, ['channel.deleted'], `DELETE /api/channels/${await channel()}`),
}
