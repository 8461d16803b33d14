import { describe, expect, test } from 'vitest'
import { openApi } from '../../test/open-api.ts'
import { makeJob, makePast, onceJob } from '../../test/samples.ts'

type Shown = { id: string; name: string }

async function open() {
  const api = await openApi()
  const org = await api.organization()
  const list = async (query: string): Promise<Shown[]> => {
    const { status, body } = await org.call('GET', `/api/jobs?${query}`)
    expect([query, status]).toEqual([query, 200])
    return body.data
  }
  const names = async (query: string) => (await list(query)).map(({ name }) => name)
  /** Every page; `between` is done after each. */
  const all = async (query: string, between: () => Promise<unknown> = async () => {}) => {
    const seen: string[] = []
    for (let cursor = ''; ; ) {
      const { body } = await org.call('GET', `/api/jobs?limit=2&${query}${cursor}`)
      seen.push(...body.data.map(({ name }: Shown) => name))
      if (body.nextCursor === null) return seen
      cursor = `&cursor=${body.nextCursor}`
      await between()
    }
  }
  return { api, org, names, all }
}

describe('GET /api/jobs', () => {
  test('200: found by name, URL, key and tag, and by each filter', async () => {
    const { api, org, names } = await open()
    const a = await makeJob(org.call, { name: 'A', tags: ['billing', 'eu'], method: 'POST' })
    const b = await makeJob(org.call, { name: 'B', tags: ['billing'], key: 'Invoices' })
    await makeJob(
      org.call,
      onceJob({ name: 'C', url: 'https://eu.example.com/', cronExpression: null }),
    )
    const past = { organizationId: org.id, jobId: a }
    await makePast(api.pool, { ...past, scheduledFor: '2026-11-01T00:00:00.000Z' })
    await api.pool.sql`update jobs set last_status = 'timeout' where id = ${b}`

    expect(await names('q=BILL')).toEqual(['B', 'A'])
    expect(await names('q=invoices')).toEqual(['B'])
    expect(await names('q=eu')).toEqual(['C', 'A'])
    // No match across two tags, or a tag and what stands before it.
    expect(await names('q=billingeu')).toEqual([])
    expect(await names('tag=billing')).toEqual(['B', 'A'])
    expect(await names('tag=billing&tag=EU')).toEqual(['A'])
    expect(await names('tag=none')).toEqual([])
    expect(await names('method=POST')).toEqual(['A'])
    expect(await names('scheduleType=once')).toEqual(['C'])
    expect(await names('failing=true')).toEqual(['B'])
    expect(await names('failing=false')).toEqual(['C', 'A'])
    expect(await names('status=timeout')).toEqual(['B'])
    expect(await names('status=success')).toEqual(['A'])
    expect(await names('failing=true&tag=eu')).toEqual([])
  })

  test('200: in order of what is asked for, those without it last either way', async () => {
    const { api, org, names, all } = await open()
    const later = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString()
    const ids: Record<string, string> = {}
    for (const [name, hours] of [
      ['b', 2],
      ['A', 3],
      ['c', 1],
      ['a', 3],
    ] as const) {
      const job = onceJob({ name, scheduledAt: later(hours), cronExpression: null })
      ids[name] = await makeJob(org.call, job)
    }
    ids.off = await makeJob(org.call, { name: 'off', enabled: false })
    for (const [name, scheduledFor] of [
      ['a', '2026-10-01T00:00:00.000Z'],
      ['c', '2026-11-01T00:00:00.000Z'],
      ['off', new Date(Date.now() - 60_000).toISOString()],
    ] as const) {
      const past = { organizationId: org.id, jobId: ids[name] ?? '' }
      await makePast(api.pool, { ...past, scheduledFor })
    }
    expect(await names('')).toEqual(['off', 'a', 'c', 'A', 'b'])
    expect(await names('sort=createdAt')).toEqual(['b', 'A', 'c', 'a', 'off'])
    expect(await names('sort=name')).toEqual(['A', 'a', 'b', 'c', 'off'])
    expect(await names('sort=-name')).toEqual(['off', 'c', 'b', 'a', 'A'])
    const next = await names('sort=nextRunAt')
    expect([next[0], next[1], next[4]]).toEqual(['c', 'b', 'off'])
    expect((await names('sort=-nextRunAt')).at(-1)).toBe('off')
    expect(await names('sort=lastRunAt')).toEqual(['a', 'c', 'off', 'b', 'A'])
    expect(await names('sort=-lastRunAt')).toEqual(['off', 'c', 'a', 'A', 'b'])
    for (const sort of ['name', 'nextRunAt', 'lastRunAt', 'createdAt'].flatMap(s => [s, `-${s}`])) {
      expect(await all(`sort=${sort}`)).toEqual(await names(`sort=${sort}`))
    }
  })

  test('200: pages hold each job once while others are made', async () => {
    const { org, all } = await open()
    const made = ['m', 'K', 'k', 'z', 'b']
    for (const name of made) await makeJob(org.call, { name })
    let count = 0
    // Before, between and behind what has been shown.
    const between = () => makeJob(org.call, { name: `${'azl'[count++ % 3]}${count}` })
    for (const sort of ['name', '-name', '-createdAt']) {
      const seen = await all(`sort=${sort}`, between)
      for (const name of made) {
        expect([sort, name, seen.filter(each => each === name).length]).toEqual([sort, name, 1])
      }
    }
  })

  test('422: malformed values, and a cursor of another order', async () => {
    const { org } = await open()
    for (const name of ['a', 'b', 'c']) await makeJob(org.call, { name })
    const { nextCursor } = (await org.call('GET', '/api/jobs?limit=1&sort=name')).body
    const text = (value: string) => Buffer.from(value).toString('base64url')
    const id = crypto.randomUUID()
    const queries = [
      'enabled=yes',
      'failing=1',
      'status=missed',
      'method=get',
      'scheduleType=daily',
      'sort=url',
      `tag=${'x'.repeat(51)}`,
      'tag=',
      'q=%00',
      `cursor=${nextCursor}`,
      `cursor=${text(`-createdAt ${id} x`)}`,
      `cursor=${text(`name ${id} x`)}`,
    ]
    for (const query of queries) {
      const { status, body } = await org.call('GET', `/api/jobs?${query}`)
      expect([query, status, body.errors[0].path]).toEqual([query, 422, query.split('=')[0]])
    }
    for (const value of ['0000-01-01T00:00:00.000Z', '2026-99-99T00:00:00.000Z', 'now']) {
      const cursor = text(`nextRunAt ${id} ${value}`)
      const { body } = await org.call('GET', `/api/jobs?sort=nextRunAt&cursor=${cursor}`)
      expect([value, body.code]).toEqual([value, 'cursor_invalid'])
    }
  })
})
