import { whileHeld } from '@prikke/schema/test'
import { describe, expect, test } from 'vitest'
import { openApi } from '../../test/open-api.ts'
import { makeMember, makeSomebody } from '../../test/people.ts'
import { cronJob, makeJob } from '../../test/samples.ts'

const short = ({ status, body }: { status: number; body: { code?: string } }) => [status, body.code]
const day = 24 * 60 * 60 * 1000

describe('GET and POST /api/organizations', () => {
  test('201: made with its owner and an e-mail channel to them, and listed newest first', async () => {
    const api = await openApi()
    const person = await api.person()
    const made = await person.call('POST', '/api/organizations', { body: { name: ' Blåbær ' } })
    expect(made.status).toBe(201)
    expect(made.body).toMatchObject({
      slug: 'blabaer',
      name: 'Blåbær',
      role: 'owner',
      tier: 'free',
      deletedAt: null,
      goneAt: null,
    })
    const headers = { 'prikke-organization': 'blabaer' }
    const channels = await person.call('GET', '/api/channels', { headers })
    expect(channels.body.data).toMatchObject([{ kind: 'email', address: person.email }])
    const first = await person.call('GET', '/api/organizations?limit=1')
    const second = await person.call(
      'GET',
      `/api/organizations?limit=1&cursor=${first.body.nextCursor}`,
    )
    expect(first.body.data).toEqual([made.body])
    expect(second.body.data).toMatchObject([{ id: person.organization.id }])
    expect(second.body.nextCursor).toBeNull()
    expect(short(await person.call('GET', '/api/jobs'))).toEqual([400, 'organization_required'])
    const read = await person.call('GET', `/api/organizations/${made.body.id}`)
    expect(read.body).toEqual(made.body)
  })

  test('201: by somebody who is in none', async () => {
    const api = await openApi()
    const somebody = await makeSomebody(api)
    expect((await somebody.call('GET', '/api/organizations')).body.data).toEqual([])
    const made = await somebody.call('POST', '/api/organizations', { body: { name: 'Own' } })
    expect(made.status).toBe(201)
    expect((await somebody.call('POST', '/api/jobs', { body: cronJob() })).status).toBe(201)
  })

  test('422 and 429: without a name, and more than twenty an hour', async () => {
    const person = await (await openApi()).person()
    for (const body of [{}, { name: '' }, { name: 'x', slug: 'x' }, { name: 'x', tier: 'pro' }]) {
      expect((await person.call('POST', '/api/organizations', { body })).status).toBe(422)
    }
    const make = () => person.call('POST', '/api/organizations', { body: { name: 'Many' } })
    for (let n = 0; n < 20; n++) expect((await make()).status).toBe(201)
    expect(short(await make())).toEqual([429, 'rate_limited'])
  })
})

describe('PATCH /api/organizations/:id', () => {
  test('200: name and slug, each alone or both, and nothing else', async () => {
    const api = await openApi()
    const person = await api.person()
    const path = `/api/organizations/${person.organization.id}`
    const renamed = await person.call('PATCH', path, { body: { name: 'Søn & Co' } })
    expect(renamed.body).toMatchObject({ name: 'Søn & Co', slug: person.organization.slug })
    const moved = await person.call('PATCH', path, { body: { slug: 'son-co' } })
    expect(moved.body).toMatchObject({ name: 'Søn & Co', slug: 'son-co' })
    expect((await person.call('PATCH', path, { body: {} })).body).toEqual(moved.body)
    const headers = { 'prikke-organization': 'son-co' }
    expect((await person.call('GET', '/api/jobs', { headers })).status).toBe(200)
    for (const wrong of [
      ...['', '-a', 'a-', 'A', 'a_b', 'ä', 'a'.repeat(61)].map(slug => ({ slug })),
      { name: '' },
      { role: 'owner' },
      { tier: 'pro' },
      { deletedAt: null },
    ]) {
      const { status } = await person.call('PATCH', path, { body: wrong })
      expect([wrong, status]).toEqual([wrong, 422])
    }
  })

  test('409: a slug that another has, also when two want it at once', async () => {
    const api = await openApi()
    const [one, two] = [await api.person(), await api.person()]
    const take = ({ call, organization }: typeof one, slug: string) =>
      call('PATCH', `/api/organizations/${organization.id}`, { body: { slug } })
    expect(short(await take(one, two.organization.slug))).toEqual([409, 'slug_taken'])
    const answers = await Promise.all([take(one, 'wanted'), take(two, 'wanted')])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
  })
})

describe('DELETE /api/organizations/:id', () => {
  const remove = (
    { call, organization }: Awaited<ReturnType<typeof setUp>>['person'],
    confirm: string,
  ) => call('DELETE', `/api/organizations/${organization.id}`, { body: { confirm } })

  async function setUp() {
    const api = await openApi()
    const person = await api.person()
    const path = `/api/organizations/${person.organization.id}`
    await person.call('PATCH', path, { body: { name: 'Blåbær & Søn' } })
    return { api, person, path }
  }

  test('422: until it is named in full', async () => {
    const { person, path } = await setUp()
    for (const confirm of ['', 'blåbær & søn', 'Blåbær', person.organization.slug]) {
      expect(short(await remove(person, confirm))).toEqual([422, 'confirmation_mismatch'])
    }
    expect((await person.call('GET', path)).body.deletedAt).toBeNull()
    const decomposed = ' Blåbær & Søn'.normalize('NFD')
    expect((await remove(person, decomposed)).status).toBe(200)
  })

  test('200: nothing of it runs, no key opens it, and its members can only look, until when is told', async () => {
    const { api, person } = await setUp()
    const jobId = await makeJob(person.call, { cronExpression: '* * * * *' })
    const executionId = (await person.call('POST', `/api/jobs/${jobId}/trigger`)).body.id
    const made = await person.call('POST', '/api/keys', { body: { name: 'k' } })
    const member = await makeMember(api, person.organization.id, 'member')
    const answer = await remove(person, 'Blåbær & Søn')
    const { deletedAt, goneAt, may } = answer.body
    expect(Date.parse(goneAt) - Date.parse(deletedAt)).toBe(7 * day)
    expect(may).toEqual(['look', 'read_audit', 'export_organization', 'delete_organization'])

    const headers = { authorization: `Bearer ${made.body.key}` }
    expect(short(await api.call('GET', '/api/jobs', { headers }))).toEqual([401, 'unauthenticated'])
    const execution = await person.call('GET', `/api/executions/${executionId}`)
    expect(execution.body).toMatchObject({
      status: 'cancelled',
      errorCode: 'organization_deleted',
    })
    expect((await person.call('GET', `/api/jobs/${jobId}`)).body).toMatchObject({
      enabled: true,
      nextRunAt: null,
    })
    const preview = { body: { cronExpression: '@daily' } }
    expect((await member.call('POST', '/api/schedules/preview', preview)).status).toBe(200)
    const [listed] = (await member.call('GET', '/api/me')).body.organizations
    expect(listed).toMatchObject({ deletedAt, goneAt, may: ['look'] })
    for (const [call, method, path] of [
      [person.call, 'POST', '/api/jobs'],
      [person.call, 'PATCH', `/api/jobs/${jobId}`],
      [person.call, 'POST', `/api/jobs/${jobId}/trigger`],
      [person.call, 'POST', '/api/keys'],
      [person.call, 'POST', '/api/signing-secret/rotate'],
      [person.call, 'POST', '/api/invites'],
      [person.call, 'DELETE', `/api/members/${member.id}`],
      [person.call, 'PATCH', `/api/organizations/${person.organization.id}`],
      [member.call, 'POST', `/api/organizations/${person.organization.id}/leave`],
    ] as const) {
      const refused = await call(method, path, { body: {} })
      expect([path, ...short(refused)]).toEqual([path, 403, 'organization_deleted'])
    }
  })

  test('another organization of the same person is the one that is meant then', async () => {
    const { person } = await setUp()
    await person.call('POST', '/api/organizations', { body: { name: 'Next' } })
    await remove(person, 'Blåbær & Søn')
    expect((await person.call('POST', '/api/jobs', { body: cronJob() })).status).toBe(201)
  })

  test('200: of several who delete and restore at once none leaves it half done', async () => {
    const { api, person, path } = await setUp()
    for (let n = 0; n < 5; n++) await makeJob(person.call, { cronExpression: '@hourly' })
    const restore = () => person.call('POST', `${path}/restore`)
    const all = await whileHeld(
      api.pool,
      held => held`select from organizations for update`,
      () => [remove(person, 'Blåbær & Søn'), restore(), remove(person, 'Blåbær & Søn'), restore()],
    )
    await Promise.all(all)
    const { deletedAt } = (await person.call('GET', path)).body
    const [row] = await api.pool.sql`
      select count(next_run_at)::int as planned, (select stopped_at is not null from organizations
        where id = ${person.organization.id}) as "isStopped" from jobs`
    expect(row).toEqual(
      deletedAt === null ? { planned: 5, isStopped: false } : { planned: 0, isStopped: true },
    )
  })
})

describe('POST /api/organizations/:id/restore', () => {
  test('200: everything is as before, and schedules go on from now; one that is not deleted stays', async () => {
    const api = await openApi()
    const person = await api.person()
    const path = `/api/organizations/${person.organization.id}`
    const before = (await person.call('GET', path)).body
    expect((await person.call('POST', `${path}/restore`)).body).toEqual(before)
    const jobId = await makeJob(person.call, { cronExpression: '* * * * *' })
    const made = await person.call('POST', '/api/keys', { body: { name: 'k' } })
    await person.call('DELETE', path, { body: { confirm: before.name } })
    await api.pool.sql`update jobs set written_through = now() - interval '10 minutes'`
    const restored = await person.call('POST', `${path}/restore`)
    expect([restored.status, restored.body]).toEqual([200, before])
    const { nextRunAt } = (await person.call('GET', `/api/jobs/${jobId}`)).body
    expect(Date.parse(nextRunAt)).toBeGreaterThan(Date.now() - 1_000)
    const headers = { authorization: `Bearer ${made.body.key}` }
    const { data } = (await api.call('GET', '/api/executions', { headers })).body
    // A minute that began before the deletion was due, and is cancelled.
    expect(data.filter(({ status }: { status: string }) => status !== 'cancelled')).toEqual([])
  })

  test('404: when the grace is over, to its owner too', async () => {
    const api = await openApi()
    const person = await api.person()
    const path = `/api/organizations/${person.organization.id}`
    const { name } = (await person.call('GET', path)).body
    await person.call('DELETE', path, { body: { confirm: name } })
    await api.pool.sql`update organizations set gone_at = now()`
    expect(short(await person.call('POST', `${path}/restore`))).toEqual([404, 'not_found'])
    expect((await person.call('GET', path)).status).toBe(404)
    expect((await person.call('GET', '/api/me')).body.organizations).toEqual([])
  })
})

describe('POST /api/organizations/:id/leave', () => {
  test('204: it is closed to them from the next request on', async () => {
    const api = await openApi()
    const { organization } = await api.person()
    const member = await makeMember(api, organization.id, 'admin')
    expect((await member.call('GET', '/api/jobs')).status).toBe(200)
    const path = `/api/organizations/${organization.id}`
    expect((await member.call('POST', `${path}/leave`)).status).toBe(204)
    expect(short(await member.call('GET', '/api/jobs'))).toEqual([400, 'organization_required'])
    expect((await member.call('GET', path)).status).toBe(404)
    expect((await member.call('POST', `${path}/leave`)).status).toBe(404)
  })

  test('409: the last owner, whoever else is there; of two who go at once one stays', async () => {
    const api = await openApi()
    const person = await api.person()
    const { id } = person.organization
    await makeMember(api, id, 'admin')
    const leave = ({ call }: Pick<typeof person, 'call'>) =>
      call('POST', `/api/organizations/${id}/leave`)
    expect(short(await leave(person))).toEqual([409, 'last_owner'])
    const second = await makeMember(api, id, 'owner')
    const answers = await Promise.all([leave(person), leave(second)])
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 409])
    const owners = await api.pool.sql`
      select from members where organization_id = ${id} and role = 'owner'`
    expect(owners).toHaveLength(1)
  })
})
