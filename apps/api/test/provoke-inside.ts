import { whileHeld } from '@prikke/schema/test'
import { type Answer, openApi } from './open-api.ts'
import { makeSomebody } from './people.ts'
import { beyondPlan } from './provoke-limits.ts'
import { ofMany } from './provoke-many.ts'
import type { RefusalStage } from './refusal-stage.ts'
import { cronJob, makeJob, makePast, onceJob } from './samples.ts'

type Provoke = (stage: RefusalStage) => Promise<Answer>

const password = 'a long password'
const hook = 'https://example.com/hook'
const never = 'nothing-that-was-ever-mailed'

/** What the work of one route refuses, by route and code. */
export const inside: Readonly<Record<string, Provoke>> = {
  ...beyondPlan,
  ...ofMany,
  'POST /api/auth/register email_taken': ({ call, owner }) =>
    call('POST', '/api/auth/register', { body: { email: owner.email, password } }),
  'POST /api/auth/register registration_closed': ({ closed, newAddress }) =>
    closed('POST', '/api/auth/register', { body: { email: newAddress(), password } }),
  'POST /api/auth/register setup_token_invalid': async ({ newAddress }) => {
    const fresh = await openApi({ setupToken: 'only-this' })
    return fresh.call('POST', '/api/auth/register', { body: { email: newAddress(), password } })
  },
  'POST /api/auth/register invite_used': async stage =>
    register(stage, await answered(stage, stage.newAddress())),
  'POST /api/auth/register invite_expired': stage => register(stage, { inviteToken: never }),
  'POST /api/auth/register invite_for_another': async stage =>
    register(stage, { inviteToken: await invite(stage, stage.newAddress()) }),
  'POST /api/auth/login unauthenticated': ({ call, owner }) =>
    call('POST', '/api/auth/login', { body: { email: owner.email, password: 'another' } }),

  'POST /api/auth/magic-link/verify registration_closed': async ({ call, closed, ...stage }) => {
    const email = stage.newAddress()
    await call('POST', '/api/auth/magic-link', { body: { email } })
    const { token } = await stage.newestTo(email)
    return closed('POST', '/api/auth/magic-link/verify', { body: { token } })
  },
  'POST /api/auth/magic-link/verify link_used': stage =>
    usedTwice(stage, '/api/auth/magic-link', '/api/auth/magic-link/verify'),
  'POST /api/auth/magic-link/verify link_expired': ({ call }) =>
    call('POST', '/api/auth/magic-link/verify', { body: { token: never } }),
  'POST /api/auth/magic-link/verify code_invalid': ({ call, newAddress }) =>
    call('POST', '/api/auth/magic-link/verify', { body: { email: newAddress(), code: '000000' } }),
  'POST /api/auth/magic-link/verify rate_limited': ({ spent, newAddress }) =>
    spent({})('POST', '/api/auth/magic-link/verify', {
      body: { email: newAddress(), code: '000000' },
    }),
  'POST /api/auth/password-reset/confirm link_used': stage =>
    usedTwice(stage, '/api/auth/password-reset', '/api/auth/password-reset/confirm', { password }),
  'POST /api/auth/password-reset/confirm link_expired': ({ call }) =>
    call('POST', '/api/auth/password-reset/confirm', { body: { token: never, password } }),

  'POST /api/me/email password_wrong': ({ owner, newAddress }) =>
    owner.call('POST', '/api/me/email', { body: { email: newAddress(), password: 'another' } }),
  'DELETE /api/me password_wrong': ({ owner }) =>
    owner.call('DELETE', '/api/me', { body: { password: 'another' } }),
  'DELETE /api/me sign_in_again': async ({ api, pool }) => {
    const somebody = await makeSomebody(api)
    await pool.sql`update sessions set created_at = now() - interval '1 hour'
      where user_id = ${somebody.id}`
    return somebody.call('DELETE', '/api/me', { body: {} })
  },
  'DELETE /api/me last_owner': ({ owner }) =>
    owner.call('DELETE', '/api/me', { body: { password } }),
  'PUT /api/me/password password_wrong': ({ owner }) =>
    owner.call('PUT', '/api/me/password', { body: { currentPassword: 'another', password } }),
  'POST /api/auth/email/confirm email_taken': async stage => {
    const { email, token } = await changeOfAddress(stage)
    await makeSomebody(stage.api, email)
    return stage.call('POST', '/api/auth/email/confirm', { body: { token } })
  },
  'POST /api/auth/email/confirm link_used': async stage => {
    const { token } = await changeOfAddress(stage)
    await stage.call('POST', '/api/auth/email/confirm', { body: { token } })
    return stage.call('POST', '/api/auth/email/confirm', { body: { token } })
  },
  'POST /api/auth/email/confirm link_expired': ({ call }) =>
    call('POST', '/api/auth/email/confirm', { body: { token: never } }),

  'PATCH /api/organizations/{id} slug_taken': ({ owner, organization, another }) =>
    owner.call('PATCH', `/api/organizations/${organization.id}`, {
      body: { slug: another.organization.slug },
    }),
  'PUT /api/organizations/{id}/tier plan_limits_off': ({ owner, organization }) =>
    owner.call('PUT', `/api/organizations/${organization.id}/tier`, { body: { tier: 'pro' } }),
  'DELETE /api/organizations/{id} confirmation_mismatch': ({ owner, organization }) =>
    owner.call('DELETE', `/api/organizations/${organization.id}`, { body: { confirm: 'Other' } }),
  'POST /api/organizations/{id}/leave last_owner': ({ owner, organization }) =>
    owner.call('POST', `/api/organizations/${organization.id}/leave`),
  'PATCH /api/members/{userId} last_owner': ({ owner }) =>
    owner.call('PATCH', `/api/members/${owner.user.id}`, { body: { role: 'member' } }),
  'DELETE /api/members/{userId} last_owner': ({ owner }) =>
    owner.call('DELETE', `/api/members/${owner.user.id}`),

  'POST /api/invites already_member': ({ owner, member }) =>
    owner.call('POST', '/api/invites', { body: { email: member.email, role: 'member' } }),
  'POST /api/invites invite_exists': async stage => {
    const email = stage.newAddress()
    await invite(stage, email)
    return stage.owner.call('POST', '/api/invites', { body: { email, role: 'member' } })
  },
  'POST /api/invites/{invite}/resend rate_limited': async stage => {
    const body = { email: stage.newAddress(), role: 'member' }
    const { id } = (await stage.owner.call('POST', '/api/invites', { body })).body
    return stage.spent(stage.headersOfOwner)('POST', `/api/invites/${id}/resend`)
  },
  'POST /api/invites/{invite}/accept invite_used': async stage => {
    const somebody = await makeSomebody(stage.api)
    const { inviteToken } = await answered(stage, somebody.email)
    return somebody.call('POST', `/api/invites/${inviteToken}/accept`)
  },
  'POST /api/invites/{invite}/accept invite_expired': ({ owner }) =>
    owner.call('POST', `/api/invites/${never}/accept`),
  'POST /api/invites/{invite}/accept invite_for_another': async stage =>
    stage.owner.call('POST', `/api/invites/${await invite(stage, stage.newAddress())}/accept`),
  'POST /api/invites/{invite}/decline invite_used': async stage => {
    const { inviteToken } = await answered(stage, stage.newAddress())
    return stage.call('POST', `/api/invites/${inviteToken}/decline`)
  },
  'POST /api/invites/{invite}/decline invite_expired': ({ call }) =>
    call('POST', `/api/invites/${never}/decline`),

  'GET /api/signing-secret secret_unreadable': async ({ api, pool }) => {
    const { call, organization } = await api.person()
    await pool.sql`update organizations set signing_secret = 'v1.gone.AAAA'
      where id = ${organization.id}`
    return call('GET', '/api/signing-secret')
  },

  'POST /api/keys expires_at_invalid': ({ owner }) =>
    owner.call('POST', '/api/keys', { body: { name: 'k', expiresAt: '2026-01-01T00:00:00Z' } }),
  'POST /api/keys/{id}/rotate key_expired': async ({ owner, pool }) => {
    const { id } = (await owner.call('POST', '/api/keys', { body: { name: 'k' } })).body
    await pool.sql`update api_keys set created_at = now() - interval '2 s', expires_at = now()
      where id = ${id}`
    return owner.call('POST', `/api/keys/${id}/rotate`, { body: {} })
  },

  'POST /api/jobs key_taken': async ({ byKey }) => {
    await makeJob(byKey, { key: 'taken' })
    return byKey('POST', '/api/jobs', { body: cronJob({ key: 'taken' }) })
  },
  'PATCH /api/jobs/{id} key_taken': async ({ byKey }) => {
    await makeJob(byKey, { key: 'held' })
    return byKey('PATCH', `/api/jobs/${await makeJob(byKey)}`, { body: { key: 'held' } })
  },
  // Only while somebody else is just taking the key: a sync edits the job that has it.
  'PUT /api/sync key_taken': async ({ byKey, pool }) => {
    const id = await makeJob(byKey)
    const body = { jobs: [cronJob({ key: 'raced' })] }
    const [answer] = await whileHeld(
      pool,
      held => held`update jobs set key = 'raced' where id = ${id}`,
      () => [byKey('PUT', '/api/sync', { body })],
    )
    return answer as Promise<Answer>
  },
  'PUT /api/sync key_duplicate': ({ byKey }) =>
    byKey('PUT', '/api/sync', { body: { jobs: [cronJob({ key: 'a' }), cronJob({ key: 'a' })] } }),
  'GET /api/jobs/{id}/executions cursor_invalid': async ({ byKey }) =>
    byKey('GET', `/api/jobs/${await makeJob(byKey)}/executions?cursor=x`),
  'GET /api/jobs/{id}/versions cursor_invalid': async ({ byKey }) =>
    byKey('GET', `/api/jobs/${await makeJob(byKey)}/versions?cursor=x`),
  'POST /api/executions/{id}/cancel execution_final': async ({ byKey, pool, organization }) => {
    const jobId = await makeJob(byKey)
    const id = await makePast(pool, { organizationId: organization.id, jobId })
    return byKey('POST', `/api/executions/${id}/cancel`)
  },
  'POST /api/executions/{id}/replay job_deleted': async ({ byKey, pool, organization }) => {
    const jobId = await makeJob(byKey)
    const id = await makePast(pool, { organizationId: organization.id, jobId })
    await byKey('DELETE', `/api/jobs/${jobId}`)
    return byKey('POST', `/api/executions/${id}/replay`)
  },

  'POST /api/test-runs not_found': ({ byKey }) =>
    byKey('POST', '/api/test-runs', { body: { url: hook, jobId: crypto.randomUUID() } }),
  'POST /api/test-runs rate_limited': ({ spent, headersOfKey }) =>
    spent(headersOfKey.all)('POST', '/api/test-runs', { body: { url: hook } }),
  'POST /api/test-runs secret_unreadable': async ({ api, pool }) => {
    const { call, organization } = await api.person()
    await pool.sql`update organizations set signing_secret = 'v1.gone.AAAA'
      where id = ${organization.id}`
    return call('POST', '/api/test-runs', { body: { url: hook } })
  },

  'POST /api/channels channel_exists': async ({ byKey, newAddress }) => {
    const body = { address: newAddress() }
    await byKey('POST', '/api/channels', { body })
    return byKey('POST', '/api/channels', { body })
  },
  'PATCH /api/channels/{id} channel_exists': async stage => {
    const { address, id } = { address: stage.newAddress(), id: await makeChannel(stage) }
    await stage.byKey('POST', '/api/channels', { body: { address } })
    return stage.byKey('PATCH', `/api/channels/${id}`, { body: { address } })
  },
  'PATCH /api/channels/{id} channel_mismatch': async stage =>
    stage.byKey('PATCH', `/api/channels/${await makeChannel(stage)}`, {
      body: { url: 'https://example.com/' },
    }),
  'POST /api/channels/{id}/test channel_test_timeout': async stage => {
    const answer = stage.byKey('POST', `/api/channels/${await makeChannel(stage)}/test`)
    // What was to be sent is gone: there is nothing to wait for.
    for (let gone = 0; gone === 0; ) {
      gone = (await stage.pool.sql`delete from alerts returning id`).length
    }
    return await answer
  },
  'POST /api/system/tests/mail mail_test_timeout': async stage => {
    const answer = stage.owner.call('POST', '/api/system/tests/mail')
    for (let gone = 0; gone === 0; ) {
      const rows = await stage.pool.sql`delete from mails where kind = 'self_test' returning id`
      gone = rows.length
    }
    return await answer
  },
}

/** Fields of a job by the code with which they are refused, wherever a job comes in. */
export const badFields: Readonly<Record<string, Record<string, unknown>>> = {
  url_invalid: { url: 'example.com' },
  url_scheme_not_allowed: { url: 'ftp://example.com/' },
  url_credentials_not_allowed: { url: 'https://ada:secret@example.com/' },
  url_port_not_allowed: { url: 'https://example.com:25/' },
  url_blocked_address: { url: 'http://10.0.0.1/' },
  url_masked: { url: 'https://hooks.slack.com/…wxyz' },
  url_blocked_host: { url: 'http://metadata.google.internal/' },
  header_name_invalid: { headers: { 'X Y': '1' } },
  header_value_invalid: { headers: { 'X-A': '1\r\nY: 2' } },
  header_value_required: { headers: { 'X-A': { secret: true } } },
  header_reserved: { headers: { Host: 'example.com' } },
  header_limit: { headers: { 'X-A': 'x'.repeat(4_097) } },
  header_duplicate: { headers: { 'X-A': '1', 'x-a': '2' } },
  body_limit: { body: 'x'.repeat(256 * 1024 + 1) },
  schedule_mismatch: { ...onceJob(), cronExpression: '@daily' },
  scheduled_at_invalid: onceJob({ cronExpression: null, scheduledAt: '2026-01-01T00:00:00Z' }),
  resume_at_invalid: { enabled: false, resumeAt: '2026-01-01T00:00:00Z' },
  cron_invalid: { cronExpression: '60 * * * *' },
  cron_never_fires: { cronExpression: '0 0 31 2 *' },
  timezone_invalid: { timezone: 'Nope/Zone' },
}

/** The ways in which such fields come in. */
export const doors: Readonly<
  Record<string, (stage: RefusalStage, fields: Record<string, unknown>) => Promise<Answer>>
> = {
  'POST /api/test-runs': ({ byKey }, fields) =>
    byKey('POST', '/api/test-runs', { body: { url: hook, ...fields } }),
  'POST /api/imports/preview': ({ byKey }, fields) =>
    byKey('POST', '/api/imports/preview', { body: { text: 'curl a.example', ...fields } }),
  'POST /api/jobs': ({ byKey }, fields) => byKey('POST', '/api/jobs', { body: cronJob(fields) }),
  'PATCH /api/jobs/{id}': async ({ byKey }, fields) =>
    byKey('PATCH', `/api/jobs/${await makeJob(byKey)}`, { body: fields }),
  'PUT /api/sync': ({ byKey }, fields) =>
    byKey('PUT', '/api/sync', { body: { jobs: [cronJob({ key: 'bad', ...fields })] } }),
  'POST /api/channels': ({ byKey }, fields) => byKey('POST', '/api/channels', { body: fields }),
  'PATCH /api/channels/{id}': async ({ byKey }, fields) => {
    const made = await byKey('POST', '/api/channels', {
      body: { url: `https://example.com/${crypto.randomUUID()}` },
    })
    return byKey('PATCH', `/api/channels/${made.body.id}`, { body: fields })
  },
  'POST /api/executions/{id}/replay': async ({ byKey, pool, organization }, body) => {
    const jobId = await makeJob(byKey)
    const id = await makePast(pool, { organizationId: organization.id, jobId })
    return byKey('POST', `/api/executions/${id}/replay`, { body })
  },
  'POST /api/schedules/preview': ({ byKey }, fields) =>
    byKey('POST', '/api/schedules/preview', { body: { cronExpression: '@daily', ...fields } }),
}

const register = ({ call, newAddress }: RefusalStage, more: { inviteToken: string }) =>
  call('POST', '/api/auth/register', { body: { email: newAddress(), password, ...more } })

/** Invites an address; the token that it was mailed. */
async function invite({ owner, newestTo }: RefusalStage, email: string): Promise<string> {
  await owner.call('POST', '/api/invites', { body: { email, role: 'member' } })
  return (await newestTo(email)).token ?? ''
}

async function answered(stage: RefusalStage, email: string): Promise<{ inviteToken: string }> {
  const inviteToken = await invite(stage, email)
  await stage.call('POST', `/api/invites/${inviteToken}/decline`)
  return { inviteToken }
}

async function usedTwice(stage: RefusalStage, asking: string, taking: string, more = {}) {
  const { email } = await makeSomebody(stage.api)
  await stage.call('POST', asking, { body: { email } })
  const body = { token: (await stage.newestTo(email)).token, ...more }
  await stage.call('POST', taking, { body })
  return await stage.call('POST', taking, { body })
}

async function changeOfAddress(stage: RefusalStage) {
  const somebody = await makeSomebody(stage.api)
  const email = stage.newAddress()
  await somebody.call('POST', '/api/me/email', { body: { email } })
  return { email, token: (await stage.newestTo(email)).token }
}

async function makeChannel({ byKey, newAddress }: RefusalStage): Promise<string> {
  return (await byKey('POST', '/api/channels', { body: { address: newAddress() } })).body.id
}
