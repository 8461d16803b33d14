import { tagSchema, tagsSchema } from '@prikke/contract'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openApi } from '../../test/open-api.ts'
import { cronJob, makeJob } from '../../test/samples.ts'

describe('tags of a job', () => {
  test('200: made, changed and synced, each in one spelling, once, and in order', async () => {
    const org = await (await openApi()).organization()
    const made = await org.call('POST', '/api/jobs', {
      body: cronJob({ key: 'a', tags: ['  Nightly ', 'billing', 'NIGHTLY', 'Å'] }),
    })
    expect(made.body.tags).toEqual(['billing', 'nightly', 'å'])
    const path = `/api/jobs/${made.body.id}`

    const same = await org.call('PATCH', path, { body: { tags: ['å', 'Billing', 'nightly'] } })
    expect(same.body).toMatchObject({ tags: ['billing', 'nightly', 'å'], version: 1 })
    const renamed = await org.call('PATCH', path, { body: { name: 'Other' } })
    expect(renamed.body).toMatchObject({ tags: ['billing', 'nightly', 'å'], version: 2 })
    const fewer = await org.call('PATCH', path, { body: { tags: ['billing'] } })
    expect(fewer.body).toMatchObject({ tags: ['billing'], version: 3 })

    const sync = (tags?: string[]) =>
      org.call('PUT', '/api/sync', {
        body: { jobs: [cronJob({ key: 'a', name: 'Other', ...(tags && { tags }) })] },
      })
    expect((await sync(['BILLING'])).body.unchanged).toEqual(['a'])
    expect((await sync()).body.updated).toEqual(['a'])
    expect((await org.call('GET', path)).body.tags).toEqual([])
  })

  test('422: too many, too long, empty, odd, or no list', async () => {
    const org = await (await openApi()).organization()
    const id = await makeJob(org.call)
    const refused: [unknown, string][] = [
      [Array.from({ length: 21 }, (_, n) => `t${n}`), 'tags'],
      [['x'.repeat(51)], 'tags.0'],
      [['fine', '   '], 'tags.1'],
      [['a\0b'], 'tags.0'],
      [['a\nb'], 'tags.0'],
      [['\u202Eabc'], 'tags.0'],
      [['\ud800'], 'tags.0'],
      [[null], 'tags.0'],
      ['billing', 'tags'],
      [null, 'tags'],
    ]
    for (const [tags, path] of refused) {
      for (const [method, where] of [
        ['POST', '/api/jobs'],
        ['PATCH', `/api/jobs/${id}`],
      ] as const) {
        const { status, body } = await org.call(method, where, { body: cronJob({ tags }) })
        expect([tags, method, status, body.errors?.[0].path]).toEqual([tags, method, 422, path])
      }
    }
  })

  test('a tag that was taken is taken again as it is', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 30 })
    fc.assert(
      fc.property(fc.array(text, { maxLength: 20 }), given => {
        const tags = given.flatMap(tag => tagSchema.safeParse(tag).data ?? [])
        const once = tagsSchema.parse(tags)
        expect(tagsSchema.parse(once)).toEqual(once)
        expect(tagsSchema.parse([...once].reverse())).toEqual(once)
      }),
    )
  })
})

describe('GET /api/tags', () => {
  test('200: in order, with how many jobs have each, page by page, of one organization', async () => {
    const api = await openApi()
    const [org, other] = [await api.organization(), await api.organization()]
    await makeJob(org.call, { tags: ['b', 'a'] })
    await makeJob(org.call, { tags: ['b', 'c'] })
    await makeJob(org.call)
    await makeJob(other.call, { tags: ['theirs'] })
    const first = await org.call('GET', '/api/tags?limit=2')
    expect(first.body.data).toEqual([
      { tag: 'a', jobCount: 1 },
      { tag: 'b', jobCount: 2 },
    ])
    const rest = await org.call('GET', `/api/tags?limit=2&cursor=${first.body.nextCursor}`)
    expect(rest.body).toEqual({ data: [{ tag: 'c', jobCount: 1 }], nextCursor: null })
  })
})
