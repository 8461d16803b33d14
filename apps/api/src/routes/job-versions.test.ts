import { describe, expect, test } from 'vitest'
import { openApi } from '../../test/open-api.ts'
import { makeMember } from '../../test/people.ts'
import { makeJob } from '../../test/samples.ts'

async function open() {
  const api = await openApi()
  const owner = await api.person()
  const id = await makeJob(owner.call, {
    headers: { 'X-Team': 'a', Authorization: { value: 'Bearer s3cret', secret: true } },
  })
  const path = `/api/jobs/${id}`
  const patch = (body: object) => owner.call('PATCH', path, { body })
  await patch({ url: 'https://example.com/other', method: 'POST', body: '{}' })
  await patch({ cronExpression: '@daily' })
  return { api, owner, path, patch }
}

describe('GET /api/jobs/:id/versions', () => {
  test('200: what each sent, the newest first, secrets masked, with who and what changed', async () => {
    const { owner, path } = await open()
    const { status, body } = await owner.call('GET', `${path}/versions`)
    expect(status).toBe(200)
    const by = { type: 'user', name: owner.email }
    const headers = { 'X-Team': 'a', authorization: { secret: true } }
    const now = { method: 'POST', url: 'https://example.com/other', body: '{}' }
    expect(body).toEqual({
      data: [
        { version: 3, ...now, by, changed: ['cronExpression', 'intervalMinutes'] },
        { version: 2, ...now, by, changed: ['url', 'body', 'method'] },
        { version: 1, method: 'GET', url: 'https://example.com/hook', body: null, by },
      ].map(each => expect.objectContaining(each)),
      nextCursor: null,
    })
    expect(JSON.stringify(body)).not.toContain('s3cret')
    for (const version of body.data) {
      const names = Object.keys(version.headers).map(name => name.toLowerCase())
      expect(names.sort()).toEqual(
        Object.keys(headers)
          .map(name => name.toLowerCase())
          .sort(),
      )
    }
  })

  test('200: page by page', async () => {
    const { owner, path } = await open()
    const seen: number[] = []
    for (let cursor = ''; ; ) {
      const { body } = await owner.call('GET', `${path}/versions?limit=1${cursor}`)
      seen.push(...body.data.map((each: { version: number }) => each.version))
      if (body.nextCursor === null) break
      cursor = `&cursor=${body.nextCursor}`
    }
    expect(seen).toEqual([3, 2, 1])
  })

  test('200: who may not read the audit log is not told who it was', async () => {
    const { api, owner, path } = await open()
    const bob = await makeMember(api, owner.organization.id, 'member')
    const key = (await owner.call('POST', '/api/keys', { body: { name: 'k' } })).body.key
    const headers = { authorization: `Bearer ${key}` }
    for (const { body } of [
      await bob.call('GET', `${path}/versions`),
      await api.call('GET', `${path}/versions`, { headers }),
    ]) {
      expect(body.data).toHaveLength(3)
      for (const each of body.data) expect(each).toMatchObject({ by: null, changed: null })
    }
  })

  test('200: saving what a version has goes back to it, and keeps the secret', async () => {
    const { api, owner, path, patch } = await open()
    const [, , first] = (await owner.call('GET', `${path}/versions`)).body.data
    const { method, url, headers, body } = first
    const back = await patch({ method, url, headers, body })
    expect(back.body).toMatchObject({ version: 4, method, url, body, headers })
    const stored = await api.pool.sql`select headers from jobs`
    expect(Object.values(stored[0]?.headers)).toContainEqual(
      expect.objectContaining({ secret: true, sealed: expect.any(String) }),
    )
  })

  test('404 and 422', async () => {
    const { api, path } = await open()
    const stranger = await api.person()
    expect((await stranger.call('GET', `${path}/versions`)).status).toBe(404)
    const { owner } = await open()
    const own = await makeJob(owner.call)
    const bad = await owner.call('GET', `/api/jobs/${own}/versions?cursor=x`)
    expect([bad.status, bad.body.code]).toEqual([422, 'cursor_invalid'])
  })
})

test('alerts of one job alone are found by its id', async () => {
  const { api, owner, path } = await open()
  const id = path.split('/').at(-1) ?? ''
  await api.pool.sql`
    insert into alerts (organization_id, kind, target, type, job_id, event, status, settled_at)
    select ${owner.organization.id}, 'email', 'a@b.c', 'execution.failed', job, '{}', 'sent', now()
    from unnest(array[${id}::uuid, uuidv7()]) job`
  expect((await owner.call('GET', '/api/alerts')).body.data).toHaveLength(2)
  const own = (await owner.call('GET', `/api/alerts?jobId=${id}`)).body.data
  expect(own).toMatchObject([{ jobId: id }])
})
