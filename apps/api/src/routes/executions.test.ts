import { describe, expect, test } from 'vitest'
import { openApi } from '../../test/open-api.ts'
import { makeJob, makePast } from '../../test/samples.ts'

const unknownId = '019aa1b2-7c3d-7e4f-8a5b-6c7d8e9f0a1b'
type Shown = { id: string; status: string; scheduledFor: string }

async function openWithJob() {
  const api = await openApi()
  const org = await api.organization()
  const jobId = await makeJob(org.call, {
    method: 'POST',
    body: '{"a":1}',
    headers: { Authorization: 'Bearer canary', 'user-agent': 'mine' },
  })
  return { api, org, jobId, past: { organizationId: org.id, jobId } }
}

describe('GET /api/executions', () => {
  test('200: what waits and what is over in one list, by scheduledFor, and filtered', async () => {
    const { api, org, jobId, past } = await openWithJob()
    const older = await makePast(api.pool, { ...past, scheduledFor: '2026-11-20T10:00:00.000Z' })
    const failed = await makePast(api.pool, {
      ...past,
      scheduledFor: '2026-11-20T11:00:00.000Z',
      status: 'failed',
    })
    const waiting = (await org.call('POST', `/api/jobs/${jobId}/trigger`)).body.id
    const list = async (query: string) => {
      const { status, body } = await org.call('GET', `/api/executions${query}`)
      expect(status).toBe(200)
      return body.data.map((execution: Shown) => execution.id)
    }
    expect(await list('')).toEqual([waiting, failed, older])
    expect(await list('?status=pending')).toEqual([waiting])
    expect(await list('?status=running')).toEqual([])
    expect(await list('?status=failed')).toEqual([failed])
    expect(await list(`?jobId=${jobId}&status=success`)).toEqual([older])
    expect(await list(`?jobId=${unknownId}`)).toEqual([])
    expect(await list('?from=2026-11-20T11:00:00Z&to=2026-11-20T12:00:00Z')).toEqual([failed])
    expect(await list('?to=2026-11-20T12:00:00%2B01:00')).toEqual([older])
  })

  test('200: pages hold each execution once, while new ones come and old ones share an instant', async () => {
    const { api, org, past } = await openWithJob()
    const other = await makeJob(org.call)
    const made = []
    for (let hour = 10; hour < 14; hour++) {
      const scheduledFor = `2026-11-20T${hour}:00:00.000Z`
      made.push(await makePast(api.pool, { ...past, scheduledFor }))
      made.push(await makePast(api.pool, { ...past, jobId: other, scheduledFor }))
    }
    const seen: Shown[] = []
    let cursor = ''
    for (let minute = 10; ; minute++) {
      const { body } = await org.call('GET', `/api/executions?limit=3${cursor}`)
      seen.push(...body.data)
      if (body.nextCursor === null) break
      cursor = `&cursor=${body.nextCursor}`
      await makePast(api.pool, { ...past, scheduledFor: `2026-11-20T15:${minute}:00.000Z` })
    }
    expect(seen.map(({ id }) => id).sort()).toEqual(made.sort())
    const order = seen.map(({ scheduledFor, id }) => `${scheduledFor} ${id}`)
    expect(order).toEqual([...order].sort().reverse())
  })

  test('422: malformed values are said, not guessed', async () => {
    const { org } = await openWithJob()
    const queries = [
      'jobId=x',
      'status=done',
      'from=yesterday',
      'from=0000-01-01T00:00:00Z',
      'to=9999-12-31T23:59:59-12:00',
      'cursor=e30',
      `cursor=${Buffer.from(`2026-99-99T00:00:00.000Z ${unknownId}`).toString('base64url')}`,
      `cursor=${Buffer.from(`0000-01-01T00:00:00.000Z ${unknownId}`).toString('base64url')}`,
      'order=asc',
    ]
    for (const query of queries) {
      const { status, body } = await org.call('GET', `/api/executions?${query}`)
      const [name] = query.split('=')
      expect([query, status, body.errors[0].path]).toEqual([query, 422, name])
    }
  })
})

describe('GET /api/executions/:id', () => {
  test('200: every attempt with what it sent, secrets masked, and what came back', async () => {
    const { api, org, jobId, past } = await openWithJob()
    const id = await makePast(api.pool, {
      ...past,
      attempt: 2,
      responseBody: Buffer.from('grüße'),
    })
    await api.pool.sql`
      insert into attempts (execution_id, scheduled_for, organization_id, number, job_version,
        started_at, finished_at, error_code, error_message)
      values (${id}, '2026-11-20T10:00:00Z', ${org.id}, 1, 1, '2026-11-20T10:00:00.010Z',
        '2026-11-20T10:00:00.060Z', 'connect_failed', 'refused')`
    const { status, body } = await org.call('GET', `/api/executions/${id}`)
    expect(status).toBe(200)
    expect(body).toMatchObject({
      id,
      status: 'success',
      durationMs: 100,
      latenessMs: 250,
      jobVersion: 1,
      responseBody: 'grüße',
      responseEncoding: 'utf8',
      responseBytes: 7,
      responseHeaders: { 'content-type': 'text/plain' },
      attempts: [
        { number: 1, durationMs: 50, errorCode: 'connect_failed', statusCode: null, timings: null },
        { number: 2, durationMs: 99.5, errorCode: null, statusCode: 200 },
      ],
    })
    expect(body.attempts[1].request).toEqual({
      method: 'POST',
      url: 'https://example.com/hook',
      body: '{"a":1}',
      headers: {
        Authorization: { secret: true },
        'user-agent': 'mine',
        'Content-Type': 'application/json',
        'Accept-Encoding': 'identity',
        'webhook-id': id,
        'webhook-timestamp': String(Date.parse('2026-11-20T10:00:00Z') / 1000),
        'webhook-signature': { secret: true },
        'Prikke-Job-Id': jobId,
        'Prikke-Attempt': '2',
        'Prikke-Scheduled-For': '2026-11-20T10:00:00.000Z',
      },
    })
    expect(body.request).toEqual(body.attempts[1].request)
    expect(JSON.stringify(body)).not.toContain('canary')
  })

  test('404: unknown, or not an id', async () => {
    const { org } = await openWithJob()
    for (const id of [unknownId, 'x', '%00']) {
      expect((await org.call('GET', `/api/executions/${id}`)).status).toBe(404)
    }
  })
})

describe('POST /api/executions/:id/replay', () => {
  test('202: a new execution that names the one it repeats', async () => {
    const { api, org, past } = await openWithJob()
    const id = await makePast(api.pool, past)
    const { status, body } = await org.call('POST', `/api/executions/${id}/replay`)
    expect(status).toBe(202)
    expect(body).toMatchObject({ trigger: 'replay', replayOf: id, status: 'pending' })
  })

  test('404 for an unknown one, 409 when its job is gone', async () => {
    const { api, org, jobId, past } = await openWithJob()
    const id = await makePast(api.pool, past)
    expect((await org.call('POST', `/api/executions/${unknownId}/replay`)).status).toBe(404)
    await org.call('DELETE', `/api/jobs/${jobId}`)
    const { status, body } = await org.call('POST', `/api/executions/${id}/replay`)
    expect([status, body.code]).toEqual([409, 'job_deleted'])
  })
})

describe('POST /api/executions/:id/cancel', () => {
  test('200: pending becomes cancelled, once; 409 after that; 404 for an unknown one', async () => {
    const { org, jobId } = await openWithJob()
    const { id } = (await org.call('POST', `/api/jobs/${jobId}/trigger`)).body
    const cancelled = await org.call('POST', `/api/executions/${id}/cancel`)
    expect(cancelled.status).toBe(200)
    expect(cancelled.body).toMatchObject({ id, status: 'cancelled', errorCode: 'cancelled' })
    const again = await org.call('POST', `/api/executions/${id}/cancel`)
    expect([again.status, again.body.code]).toEqual([409, 'execution_final'])
    expect((await org.call('POST', `/api/executions/${unknownId}/cancel`)).status).toBe(404)
  })
})

describe('GET /api/stats', () => {
  test('200: counts and percentiles of what was due in the span', async () => {
    const { api, org, jobId, past } = await openWithJob()
    await makePast(api.pool, past)
    await makePast(api.pool, {
      ...past,
      scheduledFor: '2026-11-20T11:00:00.000Z',
      status: 'failed',
    })
    await makePast(api.pool, { ...past, scheduledFor: '2026-11-18T11:00:00.000Z' })
    await org.call('POST', `/api/jobs/${jobId}/trigger`)
    const query = 'from=2026-11-20T00:00:00Z&to=2026-11-21T00:00:00Z'
    const { status, body } = await org.call('GET', `/api/stats?${query}`)
    expect(status).toBe(200)
    expect(body).toEqual({
      from: '2026-11-20T00:00:00.000Z',
      overQuota: 0,
      to: '2026-11-21T00:00:00.000Z',
      counts: {
        pending: 0,
        running: 0,
        success: 1,
        failed: 1,
        timeout: 0,
        missed: 0,
        skipped: 0,
        cancelled: 0,
      },
      successRate: 0.5,
      durationMs: { p50: 100, p95: 100, p99: 100 },
      latenessMs: { p50: 250, p95: 250, p99: 250 },
      sampleCount: 2,
    })
    const empty = await org.call('GET', '/api/stats?to=2020-01-01T00:00:00Z')
    expect(empty.body).toMatchObject({ successRate: null, durationMs: { p50: null } })
  })

  test('422: a span that ends before it begins', async () => {
    const { org } = await openWithJob()
    const query = 'from=2026-11-21T00:00:00Z&to=2026-11-20T00:00:00Z'
    expect((await org.call('GET', `/api/stats?${query}`)).status).toBe(422)
    expect((await org.call('GET', '/api/stats?from=x')).status).toBe(422)
  })
})
