import { describe, expect, test } from 'vitest'
import { openApi } from '../../test/open-api.ts'
import { cronJob, makeJob, makePast, onceJob } from '../../test/samples.ts'
import { openHeaders } from '../jobs/sealed-headers.ts'

const unknownId = '019aa1b2-7c3d-7e4f-8a5b-6c7d8e9f0a1b'

describe('POST /api/jobs', () => {
  test('201: a job with every default, its next run, and its first version', async () => {
    const api = await openApi()
    const org = await api.organization()
    const { status, body } = await org.call('POST', '/api/jobs', {
      body: cronJob({ cronExpression: '  00 3 * *  mon-fri ', timezone: 'Europe/Oslo' }),
    })
    expect(status).toBe(201)
    expect(body).toMatchObject({
      key: null,
      method: 'GET',
      headers: {},
      body: null,
      cronExpression: '0 3 * * MON-FRI',
      scheduledAt: null,
      timezone: 'Europe/Oslo',
      enabled: true,
      pauseNote: null,
      retryAttempts: 0,
      timeoutMs: 30_000,
      overlap: 'allow',
      catchUp: 'latest',
      alertOn: 'change',
      intervalMinutes: 1440,
      lastRunAt: null,
      lastStatus: null,
      version: 1,
    })
    expect(Date.parse(body.nextRunAt)).toBeGreaterThan(Date.now())
    const versions = await api.pool.sql`select version, request from job_versions`
    expect(versions).toEqual([
      { version: 1, request: { method: 'GET', url: body.url, headers: {}, body: null } },
    ])
  })

  test('201: a one-time job for this very moment still runs, with five retries', async () => {
    const org = await (await openApi()).organization()
    const scheduledAt = new Date(Date.now() - 30_000).toISOString()
    const { body } = await org.call('POST', '/api/jobs', { body: onceJob({ scheduledAt }) })
    expect(body).toMatchObject({ scheduledAt, nextRunAt: scheduledAt, retryAttempts: 5 })
    expect(body.intervalMinutes).toBeNull()
  })

  test('201: secrets are kept and never read back', async () => {
    const api = await openApi()
    const org = await api.organization()
    const headers = {
      Authorization: 'Bearer canary',
      'X-Refresh-Token': 'canary',
      'X-Team': 'billing',
      'X-Quiet': { value: 'canary', secret: true },
    }
    const made = await org.call('POST', '/api/jobs', { body: cronJob({ headers }) })
    expect(made.body.headers).toEqual({
      Authorization: { secret: true },
      'X-Refresh-Token': { secret: true },
      'X-Team': 'billing',
      'X-Quiet': { secret: true },
    })
    const [row] = await api.pool.sql`select id, headers from jobs`
    expect(row?.headers['X-Team']).toEqual({ value: 'billing', secret: false })
    expect(openHeaders(row?.headers, row?.id, api.services.vault)['X-Quiet']).toEqual({
      value: 'canary',
      secret: true,
    })
    const [version] = await api.pool.sql`select request from job_versions`
    expect(JSON.stringify([row, version, made.body])).not.toContain('canary')
  })

  test('401: without a key, and with one that is not', async () => {
    const api = await openApi()
    const { key } = await api.organization()
    const wrong = [
      {},
      { authorization: 'Bearer' },
      { authorization: `Basic ${key}` },
      { authorization: `Bearer ${key.replace(/.$/, last => (last === 'A' ? 'B' : 'A'))}` },
      { authorization: `Bearer pk_live_${'0'.repeat(24)}.${key.split('.')[1]}` },
    ]
    for (const headers of wrong) {
      const answer = await api.call('POST', '/api/jobs', { body: cronJob(), headers })
      expect(answer.status).toBe(401)
      expect(answer.body.code).toBe('unauthenticated')
      expect(answer.headers.get('www-authenticate')).toBe('Bearer')
    }
  })

  test('409: a key that another job of the organization has, and only of the same one', async () => {
    const api = await openApi()
    const [one, other] = [await api.organization(), await api.organization()]
    await makeJob(one.call, { key: 'nightly' })
    const again = await one.call('POST', '/api/jobs', { body: cronJob({ key: 'nightly' }) })
    expect([again.status, again.body.code]).toEqual([409, 'key_taken'])
    await makeJob(other.call, { key: 'nightly' })
  })
})

describe('GET /api/jobs', () => {
  test('200: newest first, filtered by text, switch and last status', async () => {
    const api = await openApi()
    const org = await api.organization()
    const a = await makeJob(org.call, { name: 'Alpha 100%', key: 'a_1' })
    const b = await makeJob(org.call, { name: 'Beta', enabled: false })
    const c = await makeJob(org.call, { name: 'Gamma', url: 'https://alpha.example.com/' })
    await api.pool.sql`update jobs set last_status = 'failed' where id = ${b}`
    const ids = async (query: string) => {
      const { status, body } = await org.call('GET', `/api/jobs${query}`)
      expect(status).toBe(200)
      return body.data.map((job: { id: string }) => job.id)
    }
    expect(await ids('')).toEqual([c, b, a])
    expect(await ids('?q=ALPHA')).toEqual([c, a])
    expect(await ids('?q=%25')).toEqual([a])
    expect(await ids('?q=a_1')).toEqual([a])
    expect(await ids('?enabled=false')).toEqual([b])
    expect(await ids('?status=failed')).toEqual([b])
    expect(await ids('?status=success')).toEqual([])
  })

  test('200: pages hold each job once while others are made', async () => {
    const org = await (await openApi()).organization()
    const made = []
    for (let index = 0; index < 5; index++) made.push(await makeJob(org.call))
    const seen: string[] = []
    let cursor = ''
    for (;;) {
      const { body } = await org.call('GET', `/api/jobs?limit=2${cursor}`)
      seen.push(...body.data.map((job: { id: string }) => job.id))
      if (body.nextCursor === null) break
      cursor = `&cursor=${body.nextCursor}`
      await makeJob(org.call, { name: 'Late' })
    }
    expect(seen).toEqual(made.reverse())
  })

  test('422: what is out of range or not understood, never clamped', async () => {
    const org = await (await openApi()).organization()
    const queries = [
      ['limit=0', 'limit', 'too_small'],
      ['limit=101', 'limit', 'too_big'],
      ['limit=1e1', 'limit', 'invalid_format'],
      ['limit=', 'limit', 'invalid_format'],
      ['limit=5&limit=6', 'limit', 'invalid_type'],
      ['cursor=x', 'cursor', 'cursor_invalid'],
      ['cursor=%00', 'cursor', 'text_invalid'],
      ['enabled=yes', 'enabled', 'invalid_value'],
      ['status=running', 'status', 'invalid_value'],
      ['q=%00', 'q', 'text_invalid'],
      ['order=name', 'order', 'unknown_field'],
    ]
    for (const [query, path, code] of queries) {
      const { status, body } = await org.call('GET', `/api/jobs?${query}`)
      expect([query, status, body.errors?.[0]?.path, body.errors?.[0]?.code]).toEqual([
        query,
        422,
        path,
        code,
      ])
    }
  })
})

describe('GET /api/jobs/:id', () => {
  test('200: with its last run, whether it is over or still under way', async () => {
    const api = await openApi()
    const org = await api.organization()
    const id = await makeJob(org.call)
    await makePast(api.pool, { organizationId: org.id, jobId: id })
    expect((await org.call('GET', `/api/jobs/${id}`)).body.lastRunAt).toBe(
      '2026-11-20T10:00:00.250Z',
    )
    await api.pool.sql`
      insert into execution_queue (organization_id, job_id, trigger, scheduled_for, class, ready_at,
        timeout_ms, max_attempts, worker, claimed_at)
      values (${org.id}, ${id}, 'manual', now(), 0, now(), 1000, 1, 'w', '2026-11-21T10:00:00Z')`
    expect((await org.call('GET', `/api/jobs/${id}`)).body.lastRunAt).toBe(
      '2026-11-21T10:00:00.000Z',
    )
  })

  test('404: an unknown id, and one that is none', async () => {
    const org = await (await openApi()).organization()
    for (const id of [unknownId, 'x', '%00', '1'.repeat(300), `${unknownId}'`]) {
      const { status, body } = await org.call('GET', `/api/jobs/${id}`)
      expect([id, status, body.code]).toEqual([id, 404, 'not_found'])
    }
  })
})

describe('PATCH /api/jobs/:id', () => {
  test('200: only what is named changes; a change is a version, none is none', async () => {
    const api = await openApi()
    const org = await api.organization()
    const id = await makeJob(org.call, { body: 'x', retryAttempts: 3 })
    const renamed = await org.call('PATCH', `/api/jobs/${id}`, { body: { name: 'Renamed' } })
    expect(renamed.body).toMatchObject({ name: 'Renamed', body: 'x', retryAttempts: 3, version: 2 })
    const same = await org.call('PATCH', `/api/jobs/${id}`, { body: { name: 'Renamed' } })
    expect(same.body).toEqual(renamed.body)
    const emptied = await org.call('PATCH', `/api/jobs/${id}`, { body: { body: null } })
    expect(emptied.body).toMatchObject({ body: null, version: 3 })
    const versions = await api.pool.sql`
      select version, request->>'body' as body from job_versions order by version`
    expect(versions).toEqual([
      { version: 1, body: 'x' },
      { version: 2, body: 'x' },
      { version: 3, body: null },
    ])
  })

  test('200: headers merge by name in any case, and secrets stay without being sent', async () => {
    const api = await openApi()
    const org = await api.organization()
    const headers = { Authorization: 'Bearer canary', 'X-Team': 'billing', 'X-Old': '1' }
    const id = await makeJob(org.call, { headers })
    const patch = { authorization: { secret: true }, 'x-team': 'ops', 'X-OLD': null, 'X-New': '2' }
    const { status, body } = await org.call('PATCH', `/api/jobs/${id}`, {
      body: { headers: patch },
    })
    expect(status).toBe(200)
    expect(body.headers).toEqual({ authorization: { secret: true }, 'x-team': 'ops', 'X-New': '2' })
    const [row] = await api.pool.sql`select id, headers from jobs`
    const { authorization } = openHeaders(row?.headers, row?.id, api.services.vault)
    expect(authorization).toEqual({ value: 'Bearer canary', secret: true })
  })

  test('200: a secret that opens no more is asked for again, or taken out', async () => {
    const api = await openApi()
    const org = await api.organization()
    const id = await makeJob(org.call, { headers: { Authorization: 'Bearer canary' } })
    const other = await makeJob(org.call, { headers: { Authorization: 'Bearer other' } })
    await api.pool.sql`update jobs set headers = (select headers from jobs where id = ${other})
      where id = ${id}`
    const path = `/api/jobs/${id}`
    const kept = await org.call('PATCH', path, { body: { name: 'new' } })
    expect([kept.status, kept.body.code]).toEqual([422, 'header_value_required'])
    const headers = { Authorization: 'Bearer again' }
    const given = await org.call('PATCH', path, { body: { name: 'new', headers } })
    expect([given.status, given.body.name]).toEqual([200, 'new'])
    const gone = await org.call('PATCH', path, { body: { headers: { Authorization: null } } })
    expect(gone.body.headers).toEqual({})
  })

  test('200: off has no next run, keeps its note, and ends what was waiting', async () => {
    const api = await openApi()
    const org = await api.organization()
    const id = await makeJob(org.call)
    const triggered = await org.call('POST', `/api/jobs/${id}/trigger`)
    const off = await org.call('PATCH', `/api/jobs/${id}`, {
      body: { enabled: false, pauseNote: 'moving house' },
    })
    expect(off.body).toMatchObject({ enabled: false, nextRunAt: null, pauseNote: 'moving house' })
    const { body } = await org.call('GET', `/api/executions/${triggered.body.id}`)
    expect(body).toMatchObject({ status: 'cancelled', errorCode: 'job_disabled' })
    const on = await org.call('PATCH', `/api/jobs/${id}`, { body: { enabled: true } })
    expect(Date.parse(on.body.nextRunAt)).toBeGreaterThan(Date.now())
  })

  test('200: from one kind of schedule to the other and back', async () => {
    const api = await openApi()
    const org = await api.organization()
    const id = await makeJob(org.call)
    const scheduledAt = new Date(Date.now() - 20_000).toISOString()
    const once = await org.call('PATCH', `/api/jobs/${id}`, {
      body: { scheduleType: 'once', scheduledAt },
    })
    expect(once.body).toMatchObject({ cronExpression: null, nextRunAt: scheduledAt })
    // As if it had run a month ago: what cron names since then was not this job's to run.
    await api.pool
      .sql`update jobs set next_run_at = null, written_through = now() - interval '30 days'`
    const cron = await org.call('PATCH', `/api/jobs/${id}`, {
      body: { scheduleType: 'cron', cronExpression: '* * * * *' },
    })
    expect(cron.body).toMatchObject({ scheduledAt: null, intervalMinutes: 1 })
    expect(Date.parse(cron.body.nextRunAt)).toBeGreaterThan(Date.now() - 1_000)
  })

  test('200: a one-time job whose moment passed while it was off does not run when it comes on', async () => {
    const api = await openApi()
    const org = await api.organization()
    const made = await org.call('POST', '/api/jobs', { body: onceJob({ enabled: false }) })
    await api.pool.sql`update jobs set scheduled_at = now() - interval '2 hours',
      written_through = now() - interval '3 hours'`
    const on = await org.call('PATCH', `/api/jobs/${made.body.id}`, { body: { enabled: true } })
    expect(on.body).toMatchObject({ enabled: true, nextRunAt: null })
  })

  test('404 and 409', async () => {
    const org = await (await openApi()).organization()
    const missing = await org.call('PATCH', `/api/jobs/${unknownId}`, { body: {} })
    expect(missing.status).toBe(404)
    await makeJob(org.call, { key: 'taken' })
    const id = await makeJob(org.call)
    const clash = await org.call('PATCH', `/api/jobs/${id}`, { body: { key: 'taken' } })
    expect([clash.status, clash.body.code]).toEqual([409, 'key_taken'])
  })

  test('422: nothing changes', async () => {
    const org = await (await openApi()).organization()
    const id = await makeJob(org.call)
    const bad = [
      [{ cronExpression: null }, 'validation_failed'],
      [{ scheduledAt: '2027-01-01T00:00:00Z' }, 'schedule_mismatch'],
      [{ scheduleType: 'once' }, 'validation_failed'],
      [{ name: null }, 'validation_failed'],
      [{ id: unknownId }, 'unknown_field'],
      [{ version: 7 }, 'unknown_field'],
      [{ headers: { Authorization: { secret: true } } }, 'header_value_required'],
      [{ headers: { 'X-A': '1', 'x-a': '2' } }, 'header_duplicate'],
    ] as const
    for (const [body, code] of bad) {
      const answer = await org.call('PATCH', `/api/jobs/${id}`, { body })
      expect([body, answer.status, answer.body.code]).toEqual([body, 422, code])
    }
    expect((await org.call('GET', `/api/jobs/${id}`)).body.version).toBe(1)
  })
})

describe('DELETE /api/jobs/:id', () => {
  test('204: the job is gone, what waited is cancelled, what ran stays', async () => {
    const api = await openApi()
    const org = await api.organization()
    const id = await makeJob(org.call)
    const past = await makePast(api.pool, { organizationId: org.id, jobId: id })
    const waiting = await org.call('POST', `/api/jobs/${id}/trigger`)
    expect((await org.call('DELETE', `/api/jobs/${id}`)).status).toBe(204)
    expect((await org.call('GET', `/api/jobs/${id}`)).status).toBe(404)
    expect((await org.call('DELETE', `/api/jobs/${id}`)).status).toBe(404)
    const cancelled = await org.call('GET', `/api/executions/${waiting.body.id}`)
    expect(cancelled.body).toMatchObject({ status: 'cancelled', errorCode: 'job_deleted' })
    expect((await org.call('GET', `/api/executions/${past}`)).body).toMatchObject({ jobName: null })
  })
})

describe('POST /api/jobs/:id/trigger', () => {
  test('202: a manual execution, due now', async () => {
    const org = await (await openApi()).organization()
    const id = await makeJob(org.call, { retryAttempts: 2 })
    const { status, body } = await org.call('POST', `/api/jobs/${id}/trigger`)
    expect(status).toBe(202)
    expect(body).toMatchObject({
      jobId: id,
      jobName: 'Nightly',
      status: 'pending',
      trigger: 'manual',
      replayOf: null,
      attempt: 0,
      maxAttempts: 3,
      startedAt: null,
      attempts: [],
    })
  })

  test('404: no such job', async () => {
    const org = await (await openApi()).organization()
    expect((await org.call('POST', `/api/jobs/${unknownId}/trigger`)).status).toBe(404)
  })
})

describe('GET /api/jobs/:id/executions', () => {
  test('200: of this job only; 404 when there is none', async () => {
    const api = await openApi()
    const org = await api.organization()
    const [id, other] = [await makeJob(org.call), await makeJob(org.call)]
    const own = await makePast(api.pool, { organizationId: org.id, jobId: id })
    await makePast(api.pool, { organizationId: org.id, jobId: other })
    const { body } = await org.call('GET', `/api/jobs/${id}/executions`)
    expect(body.data.map((execution: { id: string }) => execution.id)).toEqual([own])
    expect((await org.call('GET', `/api/jobs/${unknownId}/executions`)).status).toBe(404)
    expect((await org.call('GET', `/api/jobs/${id}/executions?jobId=${other}`)).status).toBe(422)
  })
})

describe('GET /api/jobs/:id/upcoming', () => {
  test('200: the next runs on the clock of their zone; none when off', async () => {
    const org = await (await openApi()).organization()
    const id = await makeJob(org.call, { timezone: 'Europe/Oslo' })
    const { body } = await org.call('GET', `/api/jobs/${id}/upcoming?limit=2`)
    expect(body.data).toHaveLength(2)
    expect(body.data[0]).toMatchObject({ offset: '+01:00' })
    expect(body.data[0].local).toMatch(/-01-01T02:30:00$/)
    await org.call('PATCH', `/api/jobs/${id}`, { body: { enabled: false } })
    expect((await org.call('GET', `/api/jobs/${id}/upcoming`)).body.data).toEqual([])
    expect((await org.call('GET', `/api/jobs/${unknownId}/upcoming`)).status).toBe(404)
    expect((await org.call('GET', `/api/jobs/${id}/upcoming?limit=0`)).status).toBe(422)
  })
})
