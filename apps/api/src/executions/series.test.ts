import type { Failures, Series } from '@prikke/contract'
import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { openApi } from '../../test/open-api.ts'
import { storeTold, type Told } from '../../test/past.ts'
import { makeJob } from '../../test/samples.ts'

vi.setConfig({ testTimeout: 60_000 })

const minuteMs = 60_000
const start = Date.parse('2026-11-01T00:00:00.000Z')
const iso = (at: number) => new Date(at).toISOString()
const live = ['pending', 'running']
const over = ['success', 'failed', 'timeout', 'missed', 'skipped', 'cancelled']
const sent = ['success', 'failed', 'timeout']

/** Executions of four jobs over some hours, two of them tagged. */
async function open(count = 400) {
  const api = await openApi()
  const org = await api.organization()
  const other = await api.organization()
  const tagged = await Promise.all(
    [0, 1, 2, 3].map(n => makeJob(org.call, { name: `job ${n}`, tags: n < 2 ? ['billing'] : [] })),
  )
  const told = fc.sample(toldOf(tagged), { numRuns: count, seed: 11 }).map((one, n) => ({
    ...one,
    scheduledFor: iso(start + n * minuteMs),
  }))
  const ids = await storeTold(api.pool, org.id, told)
  await storeTold(api.pool, other.id, told.slice(0, 40))
  const isTagged = (jobId: string) => tagged.indexOf(jobId) < 2
  const span = `from=${iso(start)}&to=${iso(start + count * minuteMs)}`
  return {
    api,
    org,
    jobIds: tagged,
    isTagged,
    span,
    known: told.map((one, n) => ({ ...one, id: ids[n] ?? '' })),
  }
}

const toldOf = (jobIds: string[]): fc.Arbitrary<Told> =>
  fc
    .record({
      jobId: fc.constantFrom(...jobIds),
      status: fc.constantFrom(...live, ...over, 'success', 'success', 'failed'),
      scheduledFor: fc.constant(''),
      trigger: fc.constant('manual'),
      attempt: fc.constant(1),
      statusCode: fc.constantFrom(404, 503),
      errorCode: fc.constantFrom('http_status', 'dns_failed'),
      errorMessage: fc.constant('It did not answer'),
      durationMs: fc.integer({ min: 0, max: 5_000 }),
    })
    .map(told =>
      live.includes(told.status) || told.status === 'success'
        ? { ...told, statusCode: null, errorCode: null, errorMessage: null }
        : told,
    )

const percentile = (values: number[], share: number) => {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (sorted.length - 1) * share
  const [low, high] = [sorted[Math.floor(at)] ?? 0, sorted[Math.ceil(at)] ?? 0]
  return low + (high - low) * (at - Math.floor(at))
}

describe('GET /api/stats/series', () => {
  test('200: each part has its counts, its rate and its percentiles', async () => {
    const { org, jobIds, isTagged, span, known } = await open()
    const filters: [string, (one: Told) => boolean][] = [
      ['', () => true],
      [
        `jobId=${jobIds[0]}&jobId=${jobIds[3]}`,
        ({ jobId }) => [0, 3].includes(jobIds.indexOf(jobId)),
      ],
      ['tag=billing', ({ jobId }) => isTagged(jobId)],
      ['tag=none', () => false],
    ]
    for (const [filter, isMeant] of filters) {
      const { status, body } = await org.call(
        'GET',
        `/api/stats/series?${span}&buckets=7&${filter}`,
      )
      expect(status).toBe(200)
      const { bucketMs, buckets } = body as Series
      expect(buckets).toHaveLength(7)
      for (const [n, part] of buckets.entries()) {
        expect(part.from).toBe(iso(start + n * bucketMs))
        const own = known.filter(
          one =>
            isMeant(one) && Math.floor((Date.parse(one.scheduledFor) - start) / bucketMs) === n,
        )
        for (const state of [...live, ...over]) {
          const count = own.filter(one => one.status === state).length
          expect([filter, n, state, part.counts[state as 'failed']]).toEqual([
            filter,
            n,
            state,
            count,
          ])
        }
        const ran = own.filter(one => sent.includes(one.status))
        const good = ran.filter(one => one.status === 'success').length
        expect(part.successRate).toBe(ran.length === 0 ? null : good / ran.length)
        expect(part.sampleCount).toBe(ran.length)
        const durations = ran.map(({ durationMs }) => durationMs)
        if (ran.length === 0) expect(part.durationMs).toEqual({ p50: null, p95: null, p99: null })
        else {
          expect(part.durationMs.p50).toBeCloseTo(percentile(durations, 0.5), 3)
          expect(part.durationMs.p99).toBeCloseTo(percentile(durations, 0.99), 3)
          expect(part.latenessMs.p95).toBe(10)
        }
      }
    }
  })

  test('200: where there are many, large parts are measured by an even sample, small ones whole', async () => {
    const { api, org, jobIds } = await open(0)
    await api.pool.sql`
      insert into execution_history (organization_id, job_id, trigger, status, scheduled_for,
        started_at, finished_at, attempt, max_attempts, status_code)
      select ${org.id}, ${jobIds[0] ?? ''}, 'manual', 'success', at, at + interval '5 milliseconds',
        at + (5 + n % 1000) * interval '1 millisecond', 1, 1, 200
      from generate_series(0, 29999) n
      cross join lateral (select ${iso(start)}::timestamptz + interval '1 millisecond'
        * case when n < 29950 then n * 100 else 3600000 + n end as at) i`
    const span = `from=${iso(start)}&to=${iso(start + 2 * 60 * minuteMs)}&buckets=2`
    const { body } = await org.call('GET', `/api/stats/series?${span}`)
    const [large, small] = (body as Series).buckets
    expect([large?.counts.success, small?.counts.success, small?.sampleCount]).toEqual([
      29_950, 50, 50,
    ])
    expect(large?.sampleCount).toBeGreaterThan(80)
    expect(large?.sampleCount).toBeLessThan(300)
    expect(Math.abs((large?.durationMs.p50 ?? 0) - 500)).toBeLessThan(150)
    expect(small?.durationMs.p50).toBeGreaterThan(900)
    expect((await org.call('GET', `/api/stats/series?${span}`)).body).toEqual(body)
    const ofJob = await org.call('GET', `/api/stats/series?${span}&jobId=${jobIds[0]}`)
    expect(ofJob.body).toEqual(body)
  })

  test('422: a time that ends before it begins, too many parts', async () => {
    const { org } = await open(0)
    const bad = `from=${iso(start)}&to=${iso(start - 1)}`
    for (const query of [bad, 'buckets=0', 'buckets=401', 'jobId=x', 'status=failed']) {
      expect((await org.call('GET', `/api/stats/series?${query}`)).status).toBe(422)
    }
    for (const query of [
      'from=9999-12-31T23:00:00Z&to=9999-12-31T23:59:59Z',
      'to=0001-01-01T01:00:00Z',
    ]) {
      expect((await org.call('GET', `/api/stats/series?${query}`)).status).toBe(200)
    }
  })
})

describe('GET /api/stats/failures', () => {
  test('200: what failed, by job and cause, the last seen first', async () => {
    const { org, jobIds, isTagged, span, known } = await open()
    const filters: [string, (one: Told) => boolean][] = [
      ['', () => true],
      [
        `jobId=${jobIds[1]}&jobId=${jobIds[2]}`,
        ({ jobId }) => [1, 2].includes(jobIds.indexOf(jobId)),
      ],
      ['tag=billing', ({ jobId }) => isTagged(jobId)],
      ['tag=none', () => false],
    ]
    for (const [query, isMeant] of filters) {
      const { status, body } = await org.call('GET', `/api/stats/failures?${span}&${query}`)
      expect([status, body.atLeast]).toEqual([200, false])
      const failed = known.filter(one => isMeant(one) && ['failed', 'timeout'].includes(one.status))
      const groups = Map.groupBy(failed, one => [one.jobId, one.errorCode, one.statusCode].join())
      const expected = [...groups.values()].map(group => ({
        jobId: group[0]?.jobId,
        jobName: `job ${jobIds.indexOf(group[0]?.jobId ?? '')}`,
        errorCode: group[0]?.errorCode,
        statusCode: group[0]?.statusCode,
        count: group.length,
        firstAt: group[0]?.scheduledFor,
        lastAt: group.at(-1)?.scheduledFor,
        lastExecutionId: group.at(-1)?.id,
      }))
      expected.sort((a, b) => (String(a.lastAt) < String(b.lastAt) ? 1 : -1))
      expect((body as Failures).data).toEqual(expected)
      const few = await org.call('GET', `/api/stats/failures?${span}&${query}&limit=2`)
      expect(few.body.data).toEqual(expected.slice(0, 2))
    }
  })

  test('200: of a deleted job they stay, without its name; what succeeded is not among them', async () => {
    const { org, jobIds, span } = await open()
    const { data } = (await org.call('GET', `/api/stats/failures?${span}`)).body as Failures
    await org.call('DELETE', `/api/jobs/${jobIds[0]}`)
    const after = (await org.call('GET', `/api/stats/failures?${span}`)).body as Failures
    expect(after.data).toEqual(
      data.map(group => (group.jobId === jobIds[0] ? { ...group, jobName: null } : group)),
    )
    expect(data.some(({ jobId }) => jobId === jobIds[0])).toBe(true)
  })

  test('200: it says when there may be more than were looked through', async () => {
    const { api, org, jobIds } = await open(0)
    await api.pool.sql`
      insert into execution_history (organization_id, job_id, trigger, status, scheduled_for,
        finished_at, attempt, max_attempts, error_code)
      select ${org.id}, ${jobIds[0] ?? ''}, 'manual', 'failed',
        ${iso(start)}::timestamptz + n * interval '1 millisecond', now(), 1, 1, 'dns_failed'
      from generate_series(1, 50001) n`
    const span = `from=${iso(start)}&to=${iso(start + 2 * minuteMs)}`
    const { body } = await org.call('GET', `/api/stats/failures?${span}`)
    expect(body.atLeast).toBe(true)
    expect(body.data).toMatchObject([
      { count: 50_000, firstAt: iso(start + 2), lastAt: iso(start + 50_001) },
    ])
  })
})
