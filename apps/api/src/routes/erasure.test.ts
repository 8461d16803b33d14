import type { Pool } from '@prikke/schema'
import { describe, expect, test } from 'vitest'
import { openApi } from '../../test/open-api.ts'
import { makeMember, makeSomebody } from '../../test/people.ts'
import { cronJob } from '../../test/samples.ts'

const proof = { body: { password: 'a long password' } }

/** Every column of every table, as text: what is in none of them is not in the database. */
async function tablesWith({ sql }: Pool, text: string): Promise<string[]> {
  const tables = await sql<{ name: string }[]>`
    select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`
  const found: string[] = []
  for (const { name } of tables) {
    const [row] = await sql<[{ count: number }]>`
      select count(*)::int as count from ${sql(name)} t where strpos(t::text, ${text}) > 0`
    if (row.count > 0) found.push(name)
  }
  return found
}

/** Somebody with traces everywhere, in an organization of theirs and in one with others. */
async function setErasure() {
  const api = await openApi()
  const boss = await api.person('boss@example.com')
  const ann = await api.person('ann.lee@example.com')
  const invited = { email: ann.email, role: 'admin' }
  const invite = (await boss.call('POST', '/api/invites', { body: invited })).body
  const [mail] = await api.mailsTo(ann.email)
  await ann.call('POST', `/api/invites/${mail?.token}/accept`, { from: '203.0.113.77' })
  const headers = { 'prikke-organization': boss.organization.slug, 'user-agent': 'Anns-Phone' }
  const job = (
    await ann.call('POST', '/api/jobs', { headers, body: cronJob(), from: '203.0.113.77' })
  ).body
  const channel = { name: 'To Ann', address: ann.email }
  const made = (await ann.call('POST', '/api/channels', { headers, body: channel })).body
  await api.pool
    .sql`insert into alerts (organization_id, channel_id, kind, target, type, status, settled_at)
    select ${boss.organization.id}, ${made.id}, 'email', ${ann.email}, 'channel.test', status,
      case when status = 'sent' then now() end from unnest(array['sent', 'pending']) status`
  await api.call('POST', '/api/auth/magic-link', { body: { email: ann.email } })
  return { api, boss, ann, invite, job, headers }
}

test('nothing of the person is left: no name, no address, no device, in any table', async () => {
  const { api, boss, ann } = await setErasure()
  expect(await tablesWith(api.pool, ann.email)).toEqual(
    ['alerts', 'audit_events', 'channels', 'invites', 'login_tokens', 'mails', 'users'].sort(),
  )
  const answer = await ann.call('DELETE', '/api/me', proof)
  expect(answer.status).toBe(200)
  for (const trace of [ann.email, '203.0.113.77', 'Anns-Phone']) {
    expect([trace, await tablesWith(api.pool, trace)]).toEqual([trace, []])
  }
  const left = await tablesWith(api.pool, ann.user.id)
  expect(left).toEqual(['audit_events'])
  expect((await boss.call('GET', '/api/members')).body.data).toHaveLength(1)
})

test('a job that they paused stays so, and says no more by whom', async () => {
  const { api, boss, ann, job, headers } = await setErasure()
  const path = `/api/jobs/${job.id}`
  await ann.call('PATCH', '/api/me', { body: { name: 'Ann of Lee' } })
  const body = { enabled: false, pauseNote: 'moving' }
  const paused = await ann.call('PATCH', path, { headers, body })
  expect(paused.body.pausedBy).toBe('Ann of Lee')
  await ann.call('DELETE', '/api/me', proof)
  expect(await tablesWith(api.pool, 'Ann of Lee')).toEqual([])
  const { body: left } = await boss.call('GET', path)
  expect(left).toMatchObject({ enabled: false, pauseNote: 'moving', pausedBy: null })
})

test('the receipt names what went, and the cookie opens nothing any more', async () => {
  const { boss, ann } = await setErasure()
  const { body, headers } = await ann.call('DELETE', '/api/me', proof)
  expect(body).toMatchObject({
    userId: ann.user.id,
    removed: {
      sessions: 1,
      links: 1,
      mails: 2,
      invites: 1,
      channels: 2,
      left: [{ id: boss.organization.id, name: 'boss' }],
      deleted: [{ id: ann.organization.id, name: 'ann.lee' }],
    },
  })
  expect(body.kept.length).toBeGreaterThan(0)
  expect(headers.get('set-cookie')).toContain('Max-Age=0')
  expect((await ann.call('GET', '/api/me')).status).toBe(401)
  const login = { email: ann.email, password: 'a long password' }
  expect((await ann.call('POST', '/api/auth/login', { body: login })).status).toBe(401)
})

test('what they did stays in the log of the organization that goes on, without them', async () => {
  const { boss, ann, job, invite } = await setErasure()
  await ann.call('DELETE', '/api/me', proof)
  const acts = (await boss.call('GET', '/api/audit?limit=100')).body.data
  const nobody = { type: 'user', id: ann.user.id, name: 'Erased account' }
  expect(acts.slice(0, 2)).toMatchObject([
    { action: 'member.left', actor: nobody, address: null, userAgent: null },
    { action: 'channel.deleted', actor: nobody, subject: { name: 'To Ann' } },
  ])
  const made = acts.find(({ action }: { action: string }) => action === 'job.created')
  expect(made).toMatchObject({
    actor: nobody,
    subject: { id: job.id, name: 'Nightly' },
    address: null,
    userAgent: null,
    changes: { name: { after: 'Nightly' } },
  })
  const asked = acts.find(({ action }: { action: string }) => action === 'invite.created')
  expect(asked).toMatchObject({
    actor: { name: boss.email },
    subject: { id: invite.id, name: 'Erased account' },
  })
  expect((await boss.call('GET', `/api/jobs/${job.id}`)).status).toBe(200)
})

test('an address that they had before is gone as well', async () => {
  const api = await openApi()
  const boss = await api.person()
  const body = { email: 'old@example.com', role: 'member' }
  await boss.call('POST', '/api/invites', { body })
  const ann = await api.person('old@example.com')
  await ann.call('POST', '/api/me/email', { body: { email: 'new@example.com', ...proof.body } })
  const [mail] = await api.mailsTo('new@example.com')
  await api.call('POST', '/api/auth/email/confirm', { body: { token: mail?.token } })
  const channels = (await ann.call('GET', '/api/channels')).body.data
  expect(channels).toMatchObject([{ address: 'old@example.com' }])
  await ann.call('DELETE', '/api/me', proof)
  expect(await tablesWith(api.pool, 'old@example.com')).toEqual([])
  expect(await tablesWith(api.pool, 'new@example.com')).toEqual([])
})

describe('organizations', () => {
  test('in which there is nobody else are gone at once, and stopped', async () => {
    const api = await openApi()
    const ann = await api.person()
    const { key } = (await ann.call('POST', '/api/keys', { body: { name: 'k' } })).body
    await ann.call('POST', '/api/jobs', { body: cronJob() })
    await ann.call('DELETE', '/api/me', proof)
    const byKey = await api.call('GET', '/api/jobs', {
      headers: { authorization: `Bearer ${key}` },
    })
    expect(byKey.status).toBe(401)
    const [row] = await api.pool.sql`
      select gone_at <= now() as "isGone", stopped_at is not null as "isStopped",
        (select count(*)::int from jobs where next_run_at is not null) as running
      from organizations`
    expect(row).toEqual({ isGone: true, isStopped: true, running: 0 })
  })

  test('that would be left without an owner keep them: 409, and nothing has happened', async () => {
    const api = await openApi()
    const ann = await api.person()
    const bob = await makeMember(api, ann.organization.id, 'admin')
    const refused = await ann.call('DELETE', '/api/me', proof)
    expect([refused.status, refused.body.code]).toEqual([409, 'last_owner'])
    expect(refused.body.detail).toContain(ann.email.split('@')[0])
    expect((await ann.call('GET', '/api/me')).body.organizations).toHaveLength(1)
    await ann.call('PATCH', `/api/members/${bob.id}`, { body: { role: 'owner' } })
    expect((await ann.call('DELETE', '/api/me', proof)).status).toBe(200)
    expect((await bob.call('GET', '/api/members')).body.data).toHaveLength(1)
  })

  test('of two owners who go at once the second takes the organization along', async () => {
    const api = await openApi()
    const ann = await api.person()
    const bob = await makeMember(api, ann.organization.id, 'owner')
    const answers = await Promise.all([
      ann.call('DELETE', '/api/me', proof),
      bob.call('DELETE', '/api/me', { body: {} }),
    ])
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    const removed = answers.map(({ body }) => body.removed)
    expect(removed.map(({ left, deleted }) => [left.length, deleted.length]).sort()).toEqual([
      [0, 1],
      [1, 0],
    ])
    expect(await api.pool.sql`select from organizations where deleted_at is null`).toHaveLength(0)
  })
})

describe('the proof', () => {
  test('is the password, where there is one', async () => {
    const api = await openApi()
    const ann = await api.person()
    for (const [body, code] of [
      [{}, 'required'],
      [{ password: 'not the password' }, 'password_wrong'],
    ] as const) {
      const { status, body: problem } = await ann.call('DELETE', '/api/me', { body })
      expect([status, problem.errors[0].code]).toEqual([422, code])
    }
    expect((await ann.call('GET', '/api/me')).status).toBe(200)
  })

  test('is a sign-in within 15 minutes, where there is none', async () => {
    const api = await openApi()
    const ann = await makeSomebody(api)
    await api.pool.sql`update sessions set created_at = now() - interval '16 minutes'`
    const late = await ann.call('DELETE', '/api/me', { body: {} })
    expect([late.status, late.body.code]).toEqual([403, 'sign_in_again'])
    await api.pool.sql`update sessions set created_at = now() - interval '14 minutes'`
    expect((await ann.call('DELETE', '/api/me', { body: {} })).status).toBe(200)
  })
})

test('who signs in while their account is erased is told 401, and has no session', async () => {
  const api = await openApi()
  const ann = await api.person()
  const login = { body: { email: ann.email, password: 'a long password' } }
  const answers = await Promise.all([
    ann.call('DELETE', '/api/me', proof),
    ...Array.from({ length: 3 }, () => api.call('POST', '/api/auth/login', login)),
  ])
  for (const { status } of answers) expect([200, 401]).toContain(status)
  expect(await api.pool.sql`select from sessions`).toHaveLength(0)
  expect(await api.pool.sql`select from users`).toHaveLength(0)
})

test('what they begin while their account is erased waits for it, and comes to nothing', async () => {
  const api = await openApi()
  const owner = await api.person()
  const ann = await makeMember(api, owner.organization.id, 'member')
  const waiting = async () => {
    const rows = await api.pool.sql`select from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`
    return rows.length
  }
  const started: ReturnType<typeof ann.call>[] = []
  await api.pool.sql.begin(async held => {
    await held`select from organizations where id = ${owner.organization.id} for update`
    started.push(ann.call('DELETE', '/api/me', { body: {} }))
    await expect.poll(waiting).toBe(1)
    started.push(ann.call('POST', '/api/organizations', { body: { name: 'Ownerless' } }))
    await expect.poll(waiting).toBe(2)
  })
  const [erased, made] = await Promise.all(started)
  expect(erased?.status).toBe(200)
  expect([made?.status, made?.body.code]).toEqual([401, 'unauthenticated'])
  expect(await api.pool.sql`select name from organizations`).toHaveLength(1)
})
