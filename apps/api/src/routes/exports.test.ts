import { accountExport, organizationExport, syncInput } from '@prikke/contract'
import { expect, test } from 'vitest'
import { openApi } from '../../test/open-api.ts'
import { makeMember } from '../../test/people.ts'
import { cronJob, makeJob, makePast, onceJob } from '../../test/samples.ts'

const exportOf = (id: string) => `/api/organizations/${id}/export`

test('everything that an organization owns is in the file, as it is described', async () => {
  const api = await openApi()
  const owner = await api.person()
  const { call, organization } = owner
  const jobId = await makeJob(call, { key: 'nightly', headers: { Authorization: 's3cret' } })
  await call('PATCH', `/api/jobs/${jobId}`, { body: { name: 'Renamed' } })
  const past = { organizationId: organization.id, jobId }
  const pastId = await makePast(api.pool, { ...past, attempt: 2, responseBody: Buffer.from('ok') })
  await api.pool.sql`insert into attempts (execution_id, scheduled_for, organization_id, number,
      job_version, started_at, finished_at, error_code)
    select id, scheduled_for, organization_id, 1, 1, started_at, finished_at, 'http_status'
    from execution_history`
  const waiting = (await call('POST', `/api/jobs/${jobId}/trigger`)).body.id
  const { key } = (await call('POST', '/api/keys', { body: { name: 'k' } })).body
  await call('POST', '/api/invites', { body: { email: 'ann@example.com', role: 'member' } })
  await api.pool.sql`insert into alerts (organization_id, kind, target, type)
    values (${organization.id}, 'email', 'a@b.c', 'channel.test')`
  const { status, headers, body } = await call('GET', exportOf(organization.id))
  expect(status).toBe(200)
  expect(headers.get('content-disposition')).toContain(`prikke-${organization.slug}.json`)
  const file = organizationExport.parse(body)
  expect(file.complete).toBe(true)
  expect(Object.keys(body)).toEqual(Object.keys(organizationExport.shape))
  expect(file.jobs).toMatchObject([{ id: jobId, headers: { Authorization: { secret: true } } }])
  expect(file.jobVersions.map(({ version }) => version)).toEqual([2, 1])
  expect(file.executions.map(({ id }) => id)).toEqual([waiting, pastId])
  const same = await call('GET', `/api/executions/${pastId}`)
  expect(file.executions[1]).toEqual(same.body)
  expect(file.executions[1]?.attempts.map(({ number }) => number)).toEqual([1, 2])
  for (const list of ['members', 'invites', 'keys', 'channels', 'alerts'] as const) {
    expect([list, file[list].length]).toEqual([list, 1])
    expect(file[list]).toEqual((await call('GET', `/api/${list}`)).body.data)
  }
  expect(file.audit[0]).toMatchObject({ action: 'organization.exported' })
  const text = JSON.stringify(body)
  for (const secret of ['s3cret', key.split('.')[1], 'whsec_']) expect(text).not.toContain(secret)
})

test('its jobs come in again by a sync, into the same organization and into another', async () => {
  const api = await openApi()
  const [from, to] = [await api.person(), await api.person()]
  await makeJob(from.call, { key: 'a', name: 'A', headers: { 'X-Team': 'billing' } })
  const keyless = await makeJob(from.call, { name: 'B' })
  const once = onceJob({ name: 'C', key: 'c' })
  await from.call('POST', '/api/jobs', { body: once })
  const over = await makeJob(from.call, { ...onceJob({ key: 'd' }), cronExpression: null })
  await api.pool.sql`update jobs set scheduled_at = now() - interval '1 day', next_run_at = null
    where id = ${over}`
  const { body } = await from.call('GET', exportOf(from.organization.id))
  expect(syncInput.safeParse({ jobs: body.sync }).success).toBe(true)
  const sent = { body: { jobs: body.sync } }
  expect((await to.call('PUT', '/api/sync', sent)).body.created.sort()).toEqual(
    ['a', 'c', keyless].sort(),
  )
  const again = await from.call('PUT', '/api/sync?dryRun=true', sent)
  expect(again.body).toEqual({
    created: [keyless],
    updated: [],
    unchanged: ['c', 'a'],
    deleted: [],
  })
  const copy = await to.call('GET', exportOf(to.organization.id))
  // Newest first: what a sync makes, it makes in the order in which it came.
  expect(copy.body.sync).toEqual(body.sync.toReversed())
})

test('a large one is read page by page, as it is taken, without one transaction over all', async () => {
  const api = await openApi()
  const owner = await api.person()
  const jobId = await makeJob(owner.call)
  const { id } = owner.organization
  await api.pool.sql`insert into execution_history (organization_id, job_id, trigger, status,
      scheduled_for, finished_at, attempt, max_attempts)
    select ${id}, ${jobId}, 'manual', 'success', now() - n * interval '1 second', now(), 1, 1
    from generate_series(1, 2000) n`
  const headers = { cookie: owner.cookie }
  const response = await api.app.request(exportOf(id), { headers })
  const reader = response.body?.getReader()
  const began = await reader?.read()
  expect(began?.done).toBe(false)
  const [open] = await api.pool.sql`
    select count(*)::int as count from pg_stat_activity
    where datname = current_database() and backend_type = 'client backend'
      and xact_start is not null and pid <> pg_backend_pid()`
  expect(open?.count).toBe(0)
  await reader?.cancel()
  const whole = (await owner.call('GET', exportOf(id))).body
  expect(whole.executions).toHaveLength(2_000)
  expect(new Set(whole.executions.map((each: { id: string }) => each.id)).size).toBe(2_000)
})

test('an export is for owners, also of an organization that was deleted, and for no key', async () => {
  const api = await openApi()
  const owner = await api.person()
  const { id } = owner.organization
  const admin = await makeMember(api, id, 'admin')
  expect((await admin.call('GET', exportOf(id))).status).toBe(403)
  const { key } = (await owner.call('POST', '/api/keys', { body: { name: 'k' } })).body
  const byKey = await api.call('GET', exportOf(id), { headers: { authorization: `Bearer ${key}` } })
  expect(byKey.body.code).toBe('session_required')
  const body = { confirm: owner.email.split('@')[0] }
  expect((await owner.call('DELETE', `/api/organizations/${id}`, { body })).status).toBe(200)
  expect((await owner.call('GET', exportOf(id))).body.complete).toBe(true)
})

test('a person gets what is kept of them, and nothing of anybody else', async () => {
  const api = await openApi()
  const ann = await api.person('ann@example.com')
  const bob = await api.person('bob@example.com')
  await bob.call('POST', '/api/jobs', { body: cronJob() })
  await bob.call('POST', '/api/invites', { body: { email: ann.email, role: 'member' } })
  await ann.call('PATCH', '/api/me', { body: { name: 'Ann' } })
  await ann.call('POST', '/api/jobs', { body: cronJob() })
  const { status, body } = await ann.call('GET', '/api/me/export')
  expect(status).toBe(200)
  const file = accountExport.parse(body)
  expect(Object.keys(body)).toEqual(Object.keys(accountExport.shape))
  expect(file.user).toMatchObject({ id: ann.user.id, email: ann.email, name: 'Ann' })
  expect(file.organizations).toMatchObject([{ id: ann.organization.id, role: 'owner' }])
  expect(file.sessions).toMatchObject([{ current: true }])
  expect(file.invites).toMatchObject([{ organizationName: 'bob', role: 'member' }])
  expect(file.mails).toMatchObject([{ kind: 'invite' }])
  expect(file.audit.map(({ action }) => action)).toEqual([
    'account.exported',
    'job.created',
    'account.updated',
    'account.signed_in',
    'organization.created',
    'account.created',
  ])
  expect(JSON.stringify(body)).not.toContain('password_hash')
})

test('exports are counted, for each reads everything', async () => {
  const api = await openApi()
  const owner = await api.person()
  const path = exportOf(owner.organization.id)
  const statuses = []
  for (let count = 0; count < 21; count++) {
    statuses.push((await owner.call('HEAD', path)).status)
  }
  expect(statuses.at(-2)).toBe(200)
  expect(statuses.at(-1)).toBe(429)
})
