import { describe, expect, test } from 'vitest'
import { openApi } from '../../test/open-api.ts'
import { makeMember, type Somebody } from '../../test/people.ts'

const short = ({ status, body }: { status: number; body: { code?: string } }) => [status, body.code]
const setRole = ({ call }: Pick<Somebody, 'call'>, id: string, role: string) =>
  call('PATCH', `/api/members/${id}`, { body: { role } })
const remove = ({ call }: Pick<Somebody, 'call'>, id: string) =>
  call('DELETE', `/api/members/${id}`)

async function setUp() {
  const api = await openApi()
  const owner = await api.person()
  const { id } = owner.organization
  return {
    api,
    id,
    owner: { ...owner, id: owner.user.id },
    admin: await makeMember(api, id, 'admin'),
    member: await makeMember(api, id, 'member'),
  }
}

describe('GET /api/members', () => {
  test('200: everybody, to everybody in it, page by page, the newest account first', async () => {
    const { api, owner, admin, member } = await setUp()
    await api.person()
    const { status, body } = await member.call('GET', '/api/members')
    expect(status).toBe(200)
    expect(body.data).toMatchObject([
      { userId: member.id, email: member.email, name: 'x', role: 'member' },
      { userId: admin.id, role: 'admin' },
      { userId: owner.id, email: owner.email, role: 'owner' },
    ])
    const first = await member.call('GET', '/api/members?limit=2')
    const second = await member.call('GET', `/api/members?limit=2&cursor=${first.body.nextCursor}`)
    expect([...first.body.data, ...second.body.data]).toEqual(body.data)
  })
})

describe('PATCH /api/members/:userId', () => {
  test('200: an admin makes members admins and back, an owner makes owners', async () => {
    const { owner, admin, member } = await setUp()
    expect((await setRole(admin, member.id, 'admin')).body).toMatchObject({ role: 'admin' })
    expect((await member.call('GET', '/api/keys')).status).toBe(200)
    expect((await setRole(admin, member.id, 'member')).status).toBe(200)
    const refused = await member.call('GET', '/api/keys')
    expect(refused.status).toBe(403)
    expect(refused.body.detail).toContain('needs an admin or an owner')
    expect((await setRole(owner, member.id, 'owner')).body).toMatchObject({ role: 'owner' })
    expect((await setRole(owner, owner.id, 'member')).status).toBe(200)
  })

  test('403: nobody raises themselves, and an admin touches no owner', async () => {
    const { owner, admin, member } = await setUp()
    for (const [who, id, role] of [
      [admin, admin.id, 'owner'],
      [admin, member.id, 'owner'],
      [admin, owner.id, 'admin'],
      [admin, owner.id, 'owner'],
      [member, member.id, 'admin'],
      [member, admin.id, 'member'],
    ] as const) {
      expect([id, role, ...short(await setRole(who, id, role))]).toEqual([
        id,
        role,
        403,
        'forbidden',
      ])
    }
    expect((await setRole(admin, admin.id, 'member')).status).toBe(200)
    expect(short(await setRole(admin, admin.id, 'admin'))).toEqual([403, 'forbidden'])
  })

  test('404: who is no member here; 422: no such role, or another field', async () => {
    const { api, owner, member } = await setUp()
    const stranger = await api.person()
    for (const id of [stranger.user.id, crypto.randomUUID(), 'x']) {
      expect(short(await setRole(owner, id, 'member'))).toEqual([404, 'not_found'])
    }
    for (const body of [
      {},
      { role: 'king' },
      { role: null },
      { role: 'admin', organizationId: 'x' },
    ]) {
      const { status } = await owner.call('PATCH', `/api/members/${member.id}`, { body })
      expect([body, status]).toEqual([body, 422])
    }
  })

  test('409: the last owner; of two who lower each other at once one stays', async () => {
    const { api, id, owner } = await setUp()
    expect(short(await setRole(owner, owner.id, 'admin'))).toEqual([409, 'last_owner'])
    const second = await makeMember(api, id, 'owner')
    const answers = await Promise.all([
      setRole(owner, second.id, 'member'),
      setRole(second, owner.id, 'member'),
    ])
    // The second was no owner any more when it was its turn, or not even an admin.
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 403])
    const owners = await api.pool.sql`
      select from members where organization_id = ${id} and role = 'owner'`
    expect(owners).toHaveLength(1)
  })
})

describe('DELETE /api/members/:userId', () => {
  test('204: they lose access at the next request, and keep their account', async () => {
    const { admin, member } = await setUp()
    expect((await member.call('GET', '/api/jobs')).status).toBe(200)
    expect((await remove(admin, member.id)).status).toBe(204)
    expect(short(await member.call('GET', '/api/jobs'))).toEqual([400, 'organization_required'])
    expect((await member.call('GET', '/api/me')).body.organizations).toEqual([])
    expect((await remove(admin, member.id)).status).toBe(404)
  })

  test('403 and 409: an admin removes no owner, and nobody the last one', async () => {
    const { api, id, owner, admin } = await setUp()
    expect(short(await remove(admin, owner.id))).toEqual([403, 'forbidden'])
    expect(short(await remove(owner, owner.id))).toEqual([409, 'last_owner'])
    const second = await makeMember(api, id, 'owner')
    const answers = await Promise.all([remove(owner, second.id), remove(second, owner.id)])
    const [row] = await api.pool.sql`select count(*)::int as count from members
      where organization_id = ${id} and role = 'owner'`
    expect([answers.filter(({ status }) => status === 204).length, row?.count]).toEqual([1, 1])
  })
})
