import { describe, expect, test } from 'vitest'
import { openApi } from '../test/open-api.ts'
import { makeJob } from '../test/samples.ts'

const etagIn = ({ headers }: { headers: Headers }) => headers.get('etag') ?? ''
const matching = (etag: string) => ({ headers: { 'if-match': etag } })

/** Something of each kind that has a tag, with a change that it takes. */
async function setTagged() {
  const api = await openApi()
  const { call, organization } = await api.person()
  const channel = await call('POST', '/api/channels', { body: { address: 'a@b.cc' } })
  return {
    api,
    call,
    organization,
    paths: [
      `/api/jobs/${await makeJob(call)}`,
      `/api/channels/${channel.body.id}`,
      `/api/organizations/${organization.id}`,
    ],
  }
}

test('what was changed since it was read is not changed again: 412 with its tag', async () => {
  const { call, paths } = await setTagged()
  for (const path of paths) {
    const read = await call('GET', path)
    const etag = etagIn(read)
    expect(etag).toMatch(/^"[\w.-]+"$/)
    const saved = await call('PATCH', path, { body: { name: 'Mine' }, ...matching(etag) })
    expect([path, saved.status]).toEqual([path, 200])
    expect(etagIn(saved)).toBe(etagIn(await call('GET', path)))
    const late = await call('PATCH', path, { body: { name: 'Theirs' }, ...matching(etag) })
    expect([path, late.status, late.body.code]).toEqual([path, 412, 'version_conflict'])
    expect(etagIn(late)).toBe(etagIn(saved))
    expect((await call('GET', path)).body.name).toBe('Mine')
    // Without the header the last one wins.
    expect((await call('PATCH', path, { body: { name: 'Last' } })).body.name).toBe('Last')
  }
})

test('what was changed since it was read is not deleted', async () => {
  const { call, paths } = await setTagged()
  for (const path of paths.slice(0, 2)) {
    const etag = etagIn(await call('GET', path))
    await call('PATCH', path, { body: { name: 'Other' } })
    expect((await call('DELETE', path, matching(etag))).status).toBe(412)
    expect((await call('DELETE', path, matching(etagIn(await call('GET', path))))).status).toBe(204)
  }
})

test('of two who save at once what both have read, one is told', async () => {
  const { call, paths } = await setTagged()
  for (const path of paths) {
    const etag = etagIn(await call('GET', path))
    const save = (name: string) => call('PATCH', path, { body: { name }, ...matching(etag) })
    const answers = await Promise.all(['A', 'B', 'C', 'D'].map(save))
    const statuses = answers.map(({ status }) => status).sort()
    expect([path, ...statuses]).toEqual([path, 200, 412, 412, 412])
  }
})

describe('If-Match of a job', () => {
  test('goes by its version, so that a job which has run meanwhile can be saved', async () => {
    const { api, call, paths } = await setTagged()
    const [path = ''] = paths
    const before = await call('GET', path)
    await api.pool.sql`update jobs set next_run_at = next_run_at + interval '1 minute'`
    const after = await call('GET', path)
    expect(etagIn(after)).not.toBe(etagIn(before))
    const saved = await call('PATCH', path, { body: { name: 'A' }, ...matching(etagIn(before)) })
    expect(saved.status).toBe(200)
  })

  test.each([
    ['"1"', 200],
    ['"2"', 412],
    ['*', 200],
    ['"7", "1"', 200],
    ['"7", "8"', 412],
    ['W/"1"', 412],
    ['1', 412],
    ['"11"', 412],
    ['""', 412],
  ])('%s at version 1 answers %i', async (etag, status) => {
    const { call, paths } = await setTagged()
    const [path = ''] = paths
    const answer = await call('PATCH', path, { body: { name: 'A' }, ...matching(etag) })
    expect(answer.status).toBe(status)
  })
})

test('what has not changed is not sent again', async () => {
  const { call, paths } = await setTagged()
  for (const path of paths) {
    const etag = etagIn(await call('GET', path))
    for (const known of [etag, `W/${etag}`, `"x", ${etag}`, '*']) {
      const { status, body, headers } = await call('GET', path, {
        headers: { 'if-none-match': known },
      })
      expect([path, known, status, body]).toEqual([path, known, 304, ''])
      expect(headers.get('etag')).toBe(etag)
    }
    const other = await call('GET', path, { headers: { 'if-none-match': '"x"' } })
    expect(other.status).toBe(200)
    await call('PATCH', path, { body: { name: 'Changed' } })
    expect((await call('GET', path, { headers: { 'if-none-match': etag } })).status).toBe(200)
  }
})
