import { describe, expect, test } from 'vitest'
import { openApi } from '../../test/open-api.ts'
import { makeJob } from '../../test/samples.ts'

async function open() {
  const api = await openApi()
  const org = await api.organization()
  const ids: string[] = []
  for (const name of ['a', 'b', 'c'])
    ids.push(await makeJob(org.call, { name, tags: ['all', name] }))
  const bulk = (body: object) => org.call('POST', '/api/jobs/bulk', { body })
  const jobs = async () => (await org.call('GET', '/api/jobs?sort=name')).body.data
  return { api, org, ids, bulk, jobs }
}

describe('POST /api/jobs/bulk', () => {
  test('200: switches off and on, tags and untags, leaving alone what is so already', async () => {
    const { ids, bulk, jobs } = await open()
    const off = await bulk({ ids: ids.slice(0, 2), action: 'disable', pauseNote: 'moving' })
    expect([off.status, off.body]).toEqual([200, { matchedCount: 2, changedCount: 2 }])
    expect(await jobs()).toMatchObject([
      { enabled: false, pauseNote: 'moving', nextRunAt: null, version: 2 },
      { enabled: false },
      { enabled: true, version: 1 },
    ])
    const on = await bulk({ filter: { tag: ['all'] }, action: 'enable', expectedCount: 3 })
    expect(on.body).toEqual({ matchedCount: 3, changedCount: 2 })
    expect((await jobs()).map((job: { version: number }) => job.version)).toEqual([3, 3, 1])

    const tagged = await bulk({ ids, action: 'tag', tags: ['New', 'a'] })
    expect(tagged.body.changedCount).toBe(3)
    expect(await jobs()).toMatchObject([
      { tags: ['a', 'all', 'new'] },
      { tags: ['a', 'all', 'b', 'new'] },
      { tags: ['a', 'all', 'c', 'new'] },
    ])
    expect((await bulk({ ids, action: 'untag', tags: ['a', 'new'] })).body.changedCount).toBe(3)
    expect(await jobs()).toMatchObject([{ tags: ['all'] }, { tags: ['all', 'b'] }, {}])
  })

  test('200: deletes what was counted, and cancels what waits of it', async () => {
    const { org, ids, bulk, jobs } = await open()
    const { id } = (await org.call('POST', `/api/jobs/${ids[0]}/trigger`)).body
    const filter = { q: 'nope', enabled: true }
    const none = await bulk({ filter, action: 'delete', dryRun: true })
    expect(none.body).toEqual({ matchedCount: 0, changedCount: 0 })
    const counted = await bulk({ filter: {}, action: 'delete', dryRun: true })
    expect(counted.body).toEqual({ matchedCount: 3, changedCount: 0 })
    expect(await jobs()).toHaveLength(3)
    await bulk({ filter: {}, action: 'delete', expectedCount: 3 })
    expect(await jobs()).toEqual([])
    const { body } = await org.call('GET', `/api/executions/${id}`)
    expect([body.status, body.errorCode]).toEqual(['cancelled', 'job_deleted'])
  })

  test('404, 409 and 422: nothing of it is done', async () => {
    const { api, ids, bulk, jobs } = await open()
    const theirs = await makeJob((await api.organization()).call, { tags: ['all'] })
    const full = Array.from({ length: 19 }, (_, n) => `t${n}`)
    const before = JSON.stringify(await jobs())
    const refused: [object, number, string][] = [
      [{ ids: [...ids, theirs], action: 'delete' }, 404, 'not_found'],
      [{ ids: [...ids, crypto.randomUUID()], action: 'disable' }, 404, 'not_found'],
      [{ filter: { tag: ['all'] }, action: 'delete', expectedCount: 4 }, 409, 'count_changed'],
      [{ filter: { tag: ['all'] }, action: 'delete' }, 422, 'validation_failed'],
      [{ action: 'delete' }, 422, 'validation_failed'],
      [{ ids, filter: {}, action: 'delete', expectedCount: 3 }, 422, 'validation_failed'],
      [{ ids: [], action: 'delete' }, 422, 'validation_failed'],
      [{ ids, action: 'tag' }, 422, 'validation_failed'],
      [{ ids, action: 'tag', tags: [] }, 422, 'validation_failed'],
      [{ ids, action: 'tag', tags: full }, 422, 'too_many_tags'],
      [{ ids, action: 'delete', tags: ['a'] }, 422, 'validation_failed'],
      [{ ids, action: 'enable', pauseNote: 'x' }, 422, 'validation_failed'],
      [{ ids, action: 'trigger' }, 422, 'validation_failed'],
    ]
    for (const [body, status, code] of refused) {
      const answer = await bulk(body)
      expect([body, answer.status, answer.body.code]).toEqual([body, status, code])
    }
    expect(JSON.stringify(await jobs())).toBe(before)
  })

  test('422: a filter that matches more than a thousand', async () => {
    const { api, org, bulk } = await open()
    await api.pool.sql`
      insert into jobs (organization_id, name, url, method, schedule_type, cron_expression, timezone,
        interval_minutes, enabled, retry_attempts, timeout_ms, overlap, catch_up, alert_on,
        written_through)
      select ${org.id}, 'many', url, method, schedule_type, cron_expression, timezone,
        interval_minutes, false, retry_attempts, timeout_ms, overlap, catch_up, alert_on,
        written_through
      from jobs cross join generate_series(1, 333) where name <> 'many'`
    const all = await bulk({ filter: {}, action: 'enable', dryRun: true })
    expect([all.status, all.body.code]).toEqual([422, 'too_many_jobs'])
    const filter = { q: 'many' }
    const some = await bulk({ filter, action: 'delete', expectedCount: 999 })
    expect(some.body).toEqual({ matchedCount: 999, changedCount: 999 })
  })
})

describe('POST /api/jobs/bulk/trigger', () => {
  test('202: each job runs once, and only with the scope for it', async () => {
    const { api, org, ids } = await open()
    const path = '/api/jobs/bulk/trigger'
    const { status, body } = await org.call('POST', path, { body: { ids: [...ids, ids[0]] } })
    expect([status, body.matchedCount]).toEqual([202, 3])
    const jobOf = ({ jobId }: { jobId: string }) => jobId
    expect(body.executions.map(jobOf).sort()).toEqual([...ids].sort())
    const list = (await org.call('GET', '/api/executions?trigger=manual&status=pending')).body.data
    expect(list.map(jobOf).sort()).toEqual([...ids].sort())

    await api.pool
      .sql`update api_keys set scopes = '{read,write}' where organization_id = ${org.id}`
    const refused = await org.call('POST', path, { body: { ids } })
    expect([refused.status, refused.body.code]).toEqual([403, 'scope_missing'])
  })

  test('202: what goes beyond the first few hundred has time', async () => {
    const { api, org, ids } = await open()
    await api.pool.sql`
      insert into jobs (organization_id, name, url, method, schedule_type, cron_expression, timezone,
        interval_minutes, enabled, retry_attempts, timeout_ms, overlap, catch_up, alert_on,
        written_through)
      select ${org.id}, 'many', url, method, schedule_type, cron_expression, timezone,
        interval_minutes, false, retry_attempts, timeout_ms, overlap, catch_up, alert_on,
        written_through
      from jobs cross join generate_series(1, 700) where id = ${ids[0] ?? ''}`
    const sent = { body: { filter: { q: 'many' }, expectedCount: 700 } }
    expect((await org.call('POST', '/api/jobs/bulk/trigger', sent)).status).toBe(202)
    const classes = await api.pool.sql`
      select class, count(*)::int as count from execution_queue group by 1 order by 1`
    expect(classes).toEqual([
      { class: 2, count: 500 },
      { class: 4, count: 200 },
    ])
  })
})
