import { organizations } from '@prikke/schema'
import { whileHeld } from '@prikke/schema/test'
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { type Answer, openApi } from '../../test/open-api.ts'
import { makeMember, makeSomebody } from '../../test/people.ts'

async function setUp() {
  const api = await openApi({ planLimits: true })
  const owner = await api.person()
  const { id } = owner.organization
  const invite = (email = `${crypto.randomUUID()}@example.com`) =>
    owner.call('POST', '/api/invites', { body: { email, role: 'member' } })
  const setTier = (tier: 'free' | 'pro') =>
    api.pool.db.update(organizations).set({ tier }).where(eq(organizations.id, id))
  const accept = async (email: string) => {
    const somebody = await makeSomebody(api, email)
    const [mail] = await api.mailsTo(email)
    return await somebody.call('POST', `/api/invites/${mail?.token}/accept`)
  }
  const members = async () =>
    (await api.pool.sql`select from members where organization_id = ${id}`).length
  return { ...api, owner, id, invite, accept, setTier, members }
}

const refusal = ({ status, body }: Answer) => [status, body.code, body.limit, body.most, body.used]
const full = [402, 'plan_limit', 'members', 2, 2]

test('Free has two members, and an open invite counts until it ends', async () => {
  const { pool, owner, invite } = await setUp()
  const first = await invite('ann@example.com')
  expect(first.status).toBe(201)
  expect(refusal(await invite())).toEqual(full)
  const { id } = first.body
  await owner.call('DELETE', `/api/invites/${id}`)
  const second = await invite()
  expect(second.status).toBe(201)
  await pool.sql`update invites set expires_at = now() where id = ${second.body.id}`
  expect((await invite()).status).toBe(201)
  // Sent again it would count again.
  const again = await owner.call('POST', `/api/invites/${second.body.id}/resend`)
  expect(refusal(again)).toEqual(full)
  expect((await owner.call('GET', '/api/usage')).body.members).toEqual({ used: 2, limit: 2 })
})

test('who was invited has a seat, and then nobody else', async () => {
  const { owner, invite, accept, members } = await setUp()
  await invite('ann@example.com')
  expect((await accept('ann@example.com')).status).toBe(200)
  expect(await members()).toBe(2)
  expect(refusal(await invite())).toEqual(full)
  expect((await owner.call('GET', '/api/usage')).body.members.used).toBe(2)
})

test('of many who invite at once one does', async () => {
  const { pool, invite } = await setUp()
  const answers = await whileHeld(
    pool,
    sql => sql`select from organizations for no key update`,
    () => Array.from({ length: 5 }, () => invite()),
  )
  const statuses = (await Promise.all(answers)).map(({ status }) => status)
  expect(statuses.sort()).toEqual([201, 402, 402, 402, 402])
})

test('after a downgrade members stay, and none joins, by an invite of before neither', async () => {
  const api = await setUp()
  const { pool, id, invite, accept, setTier, members } = api
  await setTier('pro')
  await makeMember(api, id, 'member')
  for (const name of ['ann', 'bob']) expect((await invite(`${name}@example.com`)).status).toBe(201)
  await setTier('free')
  expect(refusal(await accept('ann@example.com'))).toEqual(full)
  expect(await members()).toBe(2)
  // The invite is not used up: after an upgrade it stands.
  await setTier('pro')
  const open = await pool.sql`select from invites where accepted_at is null`
  expect(open).toHaveLength(2)
  await setTier('free')
  const email = 'bob@example.com'
  const [mail] = await api.mailsTo(email)
  const registered = await api.call('POST', '/api/auth/register', {
    body: { email, password: 'a long password', inviteToken: mail?.token },
  })
  expect(refusal(registered)).toEqual(full)
  expect(await pool.sql`select from users where email = ${email}`).toHaveLength(0)
})

test('of many who accept at once as many join as there are seats', async () => {
  const api = await setUp()
  const { pool, invite, setTier, members } = api
  await setTier('pro')
  const emails = ['ann', 'bob', 'cid', 'dan'].map(name => `${name}@example.com`)
  for (const email of emails) await invite(email)
  await setTier('free')
  const people = await Promise.all(
    emails.map(async email => ({
      somebody: await makeSomebody(api, email),
      token: (await api.mailsTo(email))[0]?.token,
    })),
  )
  const answers = await whileHeld(
    pool,
    sql => sql`select from organizations for no key update`,
    () =>
      people.map(({ somebody, token }) => somebody.call('POST', `/api/invites/${token}/accept`)),
  )
  const statuses = (await Promise.all(answers)).map(({ status }) => status)
  expect(statuses.sort()).toEqual([200, 402, 402, 402])
  expect(await members()).toBe(2)
})
