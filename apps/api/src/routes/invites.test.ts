import { whileHeld } from '@prikke/schema/test'
import { describe, expect, test } from 'vitest'
import { openApi } from '../../test/open-api.ts'
import { makeMember, makeSomebody, type Somebody } from '../../test/people.ts'

type Api = Awaited<ReturnType<typeof openApi>>

const short = ({ status, body }: { status: number; body: { code?: string } }) => [status, body.code]
const ann = 'ann@example.com'
const invite = ({ call }: Pick<Somebody, 'call'>, email = ann, role = 'member') =>
  call('POST', '/api/invites', { body: { email, role } })
const tokenTo = async (api: Api, email = ann) => {
  const mails = await api.mailsTo(email)
  return mails.find(({ kind }) => kind === 'invite')?.token ?? ''
}
const accept = ({ call }: Pick<Somebody, 'call'>, token: string) =>
  call('POST', `/api/invites/${token}/accept`)
const decline = ({ call }: Pick<Somebody, 'call'>, token: string) =>
  call('POST', `/api/invites/${token}/decline`)
const look = ({ call }: Pick<Somebody, 'call'>, token: string) =>
  call('GET', `/api/invites/${token}`)

/** Starts what is to meet at the row of the invite. */
const whileInviteIsHeld = <T>({ pool }: Api, start: () => Promise<T>[]) =>
  whileHeld(pool, held => held`select from invites for update`, start)

async function setUp() {
  const api = await openApi()
  const owner = await api.person()
  return { api, owner, id: owner.organization.id }
}

describe('POST /api/invites', () => {
  test('201: a mail is on its way that says who, where to and as what; the answer has no token', async () => {
    const { api, owner } = await setUp()
    const answer = await invite(owner, ' Ann@Example.com', 'admin')
    expect(answer.status).toBe(201)
    expect(answer.body).toMatchObject({
      email: ann,
      role: 'admin',
      status: 'open',
      invitedBy: owner.email,
    })
    const days = (Date.parse(answer.body.expiresAt) - Date.now()) / 86_400_000
    expect(days).toBeCloseTo(7, 2)
    const [mail] = await api.mailsTo(ann)
    const organization = owner.email.split('@')[0]
    expect(mail).toMatchObject({
      kind: 'invite',
      organization,
      inviter: owner.email,
      role: 'admin',
    })
    const [stored] = await api.pool.sql`select invites::text as text from invites`
    for (const text of [JSON.stringify(answer.body), stored?.text]) {
      expect(text).not.toContain(mail?.token)
    }
    expect((await owner.call('GET', '/api/invites')).body.data).toEqual([answer.body])
  })

  test('409: who is invited or a member already; one that has ended or was answered makes room', async () => {
    const { api, owner, id } = await setUp()
    const member = await makeMember(api, id, 'member')
    expect(short(await invite(owner, member.email))).toEqual([409, 'already_member'])
    const answers = await Promise.all([invite(owner), invite(owner), invite(owner)])
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409])
    expect(short(await invite(owner))).toEqual([409, 'invite_exists'])
    await api.pool.sql`update invites set expires_at = now()`
    expect((await invite(owner)).status).toBe(201)
    const list = (await owner.call('GET', '/api/invites')).body.data
    expect(list.map(({ status }: { status: string }) => status)).toEqual(['open', 'revoked'])
  })

  test('429: five mails in a quarter of an hour to one address, whoever asks', async () => {
    const { api, owner } = await setUp()
    const others = await Promise.all([api.person(), api.person(), api.person(), api.person()])
    for (const person of others) expect((await invite(person)).status).toBe(201)
    expect((await invite(owner)).status).toBe(201)
    expect(short(await invite(await api.person()))).toEqual([429, 'rate_limited'])
  })

  test('422: no address, no role', async () => {
    const { owner } = await setUp()
    for (const body of [
      {},
      { email: 'x', role: 'member' },
      { email: ann },
      { email: ann, role: 'x' },
    ]) {
      expect((await owner.call('POST', '/api/invites', { body })).status).toBe(422)
    }
  })
})

describe('POST /api/invites/:id/resend', () => {
  test('200: a new link, the old one is void, and it stands for seven days again', async () => {
    const { api, owner } = await setUp()
    const { body } = await invite(owner)
    const old = await tokenTo(api)
    await api.pool.sql`update invites set expires_at = now()`
    expect((await look(api, old)).body.status).toBe('expired')
    const again = await owner.call('POST', `/api/invites/${body.id}/resend`)
    expect(again.body).toMatchObject({ id: body.id, status: 'open' })
    const fresh = await tokenTo(api)
    expect((await look(api, old)).status).toBe(404)
    const somebody = await makeSomebody(api, ann)
    expect(short(await accept(somebody, old))).toEqual([410, 'invite_expired'])
    expect((await accept(somebody, fresh)).status).toBe(200)
    expect((await owner.call('POST', `/api/invites/${body.id}/resend`)).status).toBe(404)
  })

  test('429: more than three times in a quarter of an hour', async () => {
    const { owner } = await setUp()
    const { id } = (await invite(owner)).body
    const resend = () => owner.call('POST', `/api/invites/${id}/resend`)
    for (let n = 0; n < 3; n++) expect((await resend()).status).toBe(200)
    expect(short(await resend())).toEqual([429, 'rate_limited'])
  })

  test('403: of an owner’s role by an admin', async () => {
    const { api, owner, id } = await setUp()
    const made = await invite(owner, ann, 'owner')
    const admin = await makeMember(api, id, 'admin')
    const path = `/api/invites/${made.body.id}`
    expect(short(await admin.call('POST', `${path}/resend`))).toEqual([403, 'forbidden'])
    expect((await look(api, await tokenTo(api))).body.role).toBe('owner')
    expect((await admin.call('DELETE', path)).status).toBe(204)
  })
})

describe('DELETE /api/invites/:id', () => {
  test('204: it can be accepted no more', async () => {
    const { api, owner } = await setUp()
    const { id } = (await invite(owner)).body
    const token = await tokenTo(api)
    expect((await owner.call('DELETE', `/api/invites/${id}`)).status).toBe(204)
    expect((await look(api, token)).body.status).toBe('revoked')
    const somebody = await makeSomebody(api, ann)
    expect(short(await accept(somebody, token))).toEqual([410, 'invite_expired'])
    expect((await owner.call('DELETE', `/api/invites/${id}`)).status).toBe(404)
  })
})

describe('GET /api/invites/:token', () => {
  test('200: to anyone who holds it, and it uses nothing up; 404 to everybody else', async () => {
    const { api, owner } = await setUp()
    const { body } = await invite(owner)
    const token = await tokenTo(api)
    for (let n = 0; n < 2; n++) {
      const seen = await look(api, token)
      expect([seen.status, seen.body]).toEqual([
        200,
        {
          organizationName: owner.email.split('@')[0],
          email: ann,
          role: 'member',
          status: 'open',
          expiresAt: body.expiresAt,
        },
      ])
    }
    for (const other of ['x', body.id, `${token}x`, '%00']) {
      expect((await look(api, other)).status).toBe(404)
    }
  })
})

describe('POST /api/invites/:token/accept', () => {
  test('200: they are in it as what they were invited for, once', async () => {
    const { api, owner, id } = await setUp()
    await invite(owner, ann, 'admin')
    const token = await tokenTo(api)
    const somebody = await makeSomebody(api, ann)
    const answer = await accept(somebody, token)
    expect(answer.body).toMatchObject({ id, role: 'admin' })
    expect((await somebody.call('GET', '/api/keys')).status).toBe(200)
    expect(short(await accept(somebody, token))).toEqual([410, 'invite_used'])
    expect(short(await decline(api, token))).toEqual([410, 'invite_used'])
    expect((await look(api, token)).body.status).toBe('accepted')
  })

  test('200 once: of many who accept at the same time one gets in', async () => {
    const { api, owner, id } = await setUp()
    await invite(owner)
    const token = await tokenTo(api)
    const somebody = await makeSomebody(api, ann)
    const all = await whileInviteIsHeld(api, () =>
      Array.from({ length: 5 }, () => accept(somebody, token)),
    )
    const codes = (await Promise.all(all)).map(short)
    expect(codes.filter(([status]) => status === 200)).toHaveLength(1)
    expect(codes.filter(([, code]) => code === 'invite_used')).toHaveLength(4)
    const rows = await api.pool.sql`select from members where organization_id = ${id}`
    expect(rows).toHaveLength(2)
  })

  test('of an acceptance and a refusal at once one counts', async () => {
    const { api, owner, id } = await setUp()
    await invite(owner)
    const token = await tokenTo(api)
    const somebody = await makeSomebody(api, ann)
    const both = await whileInviteIsHeld(api, () => [accept(somebody, token), decline(api, token)])
    const statuses = (await Promise.all(both)).map(({ status }) => status)
    const isIn = statuses[0] === 200
    expect(statuses.sort()).toEqual(isIn ? [200, 410] : [204, 410])
    const rows = await api.pool.sql`select from members where organization_id = ${id}`
    expect(rows).toHaveLength(isIn ? 2 : 1)
  })

  test('403: with another address; the invite is not used up by that', async () => {
    const { api, owner } = await setUp()
    await invite(owner)
    const token = await tokenTo(api)
    const other = await makeSomebody(api)
    expect(short(await accept(other, token))).toEqual([403, 'invite_for_another'])
    expect(short(await accept(api, token))).toEqual([401, 'unauthenticated'])
    expect((await accept(await makeSomebody(api, ann), token)).status).toBe(200)
  })

  test('200: who is a member meanwhile stays what they are', async () => {
    const { api, owner, id } = await setUp()
    await invite(owner, ann, 'admin')
    const somebody = await makeSomebody(api, ann)
    await api.pool.sql`insert into members values (${id}, ${somebody.id}, 'member')`
    const answer = await accept(somebody, await tokenTo(api))
    expect([answer.status, answer.body.role]).toEqual([200, 'member'])
  })

  test('410: ended, or of an organization that is deleted', async () => {
    const { api, owner, id } = await setUp()
    const somebody = await makeSomebody(api, ann)
    await invite(owner)
    const token = await tokenTo(api)
    const confirm = owner.email.split('@')[0]
    await owner.call('DELETE', `/api/organizations/${id}`, { body: { confirm } })
    expect((await look(api, token)).body.status).toBe('expired')
    expect(short(await accept(somebody, token))).toEqual([410, 'invite_expired'])
    await owner.call('POST', `/api/organizations/${id}/restore`)
    await api.pool.sql`update invites set expires_at = now()`
    expect(short(await accept(somebody, token))).toEqual([410, 'invite_expired'])
  })
})

describe('POST /api/invites/:token/decline', () => {
  test('204: without an account, and who invited sees it', async () => {
    const { api, owner } = await setUp()
    await invite(owner)
    const token = await tokenTo(api)
    expect((await decline(api, token)).status).toBe(204)
    expect(short(await accept(await makeSomebody(api, ann), token))).toEqual([410, 'invite_used'])
    const [seen] = (await owner.call('GET', '/api/invites')).body.data
    expect(seen.status).toBe('declined')
    expect((await invite(owner)).status).toBe(201)
  })
})

describe('POST /api/auth/register with an invite', () => {
  const password = 'a long password'
  const register = (api: Api, body: object) => api.call('POST', '/api/auth/register', { body })

  test.each([true, false])(
    '201: an account in that organization and in no other, mail: %s',
    async mail => {
      const api = await openApi({ registration: 'invite' })
      const owner = await api.person()
      api.services.settings.mail = mail
      await invite(owner, ann, 'admin')
      const inviteToken = await tokenTo(api)
      const wanted = { email: ann, name: 'Ann', inviteToken, organizationName: 'Own' }
      expect(short(await register(api, { email: ann, password }))).toEqual([
        403,
        'registration_closed',
      ])
      const answer = await register(api, { ...wanted, password })
      expect(answer.status).toBe(201)
      expect(answer.body).toMatchObject({
        user: { email: ann, name: 'Ann', isOperator: false, hasPassword: true },
        organization: { id: owner.organization.id, role: 'admin' },
      })
      expect(answer.headers.get('set-cookie')).toContain('prikke=')
      const [row] = await api.pool.sql`
      select (select count(*)::int from organizations) as organizations,
        (select email_confirmed_at is not null from users where email = ${ann}) as "isConfirmed"`
      expect(row).toEqual({ organizations: 1, isConfirmed: mail })
      const login = { body: { email: ann, password } }
      expect((await api.call('POST', '/api/auth/login', login)).status).toBe(200)
    },
  )

  test('201 or 422: without a password only where a link by mail signs in', async () => {
    const { api, owner } = await setUp()
    await invite(owner)
    const wanted = { email: ann, inviteToken: await tokenTo(api) }
    const refused = await register(api, wanted)
    expect([refused.status, refused.body.errors[0]]).toMatchObject([422, { path: 'password' }])
    api.services.settings.mail = true
    const made = await register(api, wanted)
    expect([made.status, made.body.user.hasPassword]).toEqual([201, false])
  })

  test('403, 409 and 410: closed, for another address, one with an account, used, ended', async () => {
    const { api, owner } = await setUp()
    await invite(owner)
    const inviteToken = await tokenTo(api)
    const wanted = { email: ann, password, inviteToken }
    api.services.settings.registration = 'closed'
    expect(short(await register(api, wanted))).toEqual([403, 'registration_closed'])
    api.services.settings.registration = 'invite'
    const another = { ...wanted, email: 'bob@example.com' }
    expect(short(await register(api, another))).toEqual([403, 'invite_for_another'])
    const unknown = { ...wanted, inviteToken: 'x' }
    expect(short(await register(api, unknown))).toEqual([410, 'invite_expired'])
    const answers = await Promise.all([register(api, wanted), register(api, wanted)])
    expect(answers.map(short).sort()).toEqual([
      [201, undefined],
      [410, 'invite_used'],
    ])
    await invite(owner, 'carl@example.com')
    await makeSomebody(api, 'carl@example.com')
    const known = {
      email: 'carl@example.com',
      password,
      inviteToken: await tokenTo(api, 'carl@example.com'),
    }
    expect(short(await register(api, known))).toEqual([409, 'email_taken'])
    expect((await look(api, known.inviteToken)).body.status).toBe('open')
  })
})

test('a copy of the table lets nobody in', async () => {
  const { api, owner } = await setUp()
  await invite(owner)
  const somebody = await makeSomebody(api, ann)
  const dump = JSON.stringify(await api.pool.sql`select * from invites, mails`)
  for (const text of new Set(dump.match(/[A-Za-z0-9_.-]{20,200}/g))) {
    expect((await look(api, text)).status).toBe(404)
    expect((await accept(somebody, text)).status).toBe(410)
  }
})
