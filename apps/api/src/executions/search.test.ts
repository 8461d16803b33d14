import type { ExecutionFilter } from '@prikke/contract'
import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { type Call, openApi } from '../../test/open-api.ts'
import { storeTold, type Told } from '../../test/past.ts'
import { makeJob } from '../../test/samples.ts'

vi.setConfig({ testTimeout: 60_000 })

const hourMs = 3_600_000
const start = Date.parse('2026-11-01T00:00:00.000Z')
const iso = (at: number) => new Date(at).toISOString()
const live = ['pending', 'running']
const over = ['success', 'failed', 'timeout', 'missed', 'skipped', 'cancelled']

type Known = Told & { id: string; tags: string[] }

/** 600 executions of twelve jobs, two a span apart at most, and what was said of each. */
async function open() {
  const api = await openApi()
  const org = await api.organization()
  const other = await api.organization()
  const tagsOf = new Map<string, string[]>()
  for (let n = 0; n < 12; n++) {
    const tags = [...(n % 2 === 0 ? ['even'] : []), ...(n % 3 === 0 ? ['third'] : [])]
    tagsOf.set(await makeJob(org.call, { name: `job ${n}`, tags }), tags)
  }
  const jobIds = [...tagsOf.keys()]
  const told = fc.sample(toldOf(jobIds), { numRuns: 600, seed: 7 }).map((one, n) => ({
    ...one,
    scheduledFor: iso(start + Math.floor(n / 2) * 10 * 60_000),
  }))
  const ids = await storeTold(api.pool, org.id, told)
  await storeTold(api.pool, other.id, told.slice(0, 50))
  const known: Known[] = told.map((one, n) => ({
    ...one,
    id: ids[n] ?? '',
    tags: tagsOf.get(one.jobId) ?? [],
  }))
  return { api, org, jobIds, known }
}

const toldOf = (jobIds: string[]): fc.Arbitrary<Told> =>
  fc
    .record({
      jobId: fc.constantFrom(...jobIds),
      status: fc.constantFrom(...live, ...over, 'success', 'success', 'success'),
      scheduledFor: fc.constant(''),
      trigger: fc.constantFrom('manual', 'replay'),
      attempt: fc.integer({ min: 0, max: 4 }),
      statusCode: fc.constantFrom(404, 500, 503),
      errorCode: fc.constantFrom('http_status', 'dns_failed'),
      errorMessage: fc.constantFrom('The target answered 50%', 'No SUCH name'),
      durationMs: fc.integer({ min: 0, max: 5_000 }),
    })
    .map(told => {
      if (live.includes(told.status)) return { ...told, ...nothing }
      return told.status === 'success' ? { ...told, ...nothing, statusCode: 200 } : told
    })
const nothing = { statusCode: null, errorCode: null, errorMessage: null }

const filters = (jobIds: string[]): fc.Arbitrary<ExecutionFilter> => {
  const some = <T>(values: readonly T[]) =>
    fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: values.length })
  const at = fc.integer({ min: -10, max: 60 }).map(hours => iso(start + hours * hourMs))
  const all = {
    jobId: some(jobIds),
    tag: some(['even', 'third', 'none']),
    status: some([...live, ...over]),
    trigger: some(['manual', 'replay', 'schedule']),
    statusCode: some(['2xx', '404', '5xx', '503']),
    errorCode: some(['http_status', 'dns_failed', 'deadline_exceeded']),
    from: at,
    to: at,
    minDurationMs: fc.integer({ min: 0, max: 6_000 }),
    minAttempt: fc.integer({ min: 1, max: 5 }),
    q: fc.constantFrom('50%', 'such', '_', 'The'),
  }
  return fc
    .tuple(fc.record(all), fc.uniqueArray(fc.constantFrom(...Object.keys(all)), { maxLength: 3 }))
    .map(([filter, kept]) =>
      Object.fromEntries(Object.entries(filter).filter(([name]) => kept.includes(name))),
    ) as fc.Arbitrary<ExecutionFilter>
}

/** What a filter means, said another way. */
function isMeant(filter: ExecutionFilter, one: Known): boolean {
  const isLive = live.includes(one.status)
  const { statusCode, minDurationMs, q } = filter
  const has = (asked: readonly string[] | undefined, own: string | null) =>
    asked === undefined || (own !== null && asked.includes(own))
  return (
    has(filter.jobId, one.jobId) &&
    (filter.tag ?? []).every(tag => one.tags.includes(tag)) &&
    has(filter.status, one.status) &&
    has(filter.trigger, one.trigger) &&
    has(filter.errorCode, one.errorCode) &&
    (statusCode === undefined ||
      statusCode.some(code =>
        new RegExp(`^${code.replace('xx', '..')}$`).test(`${one.statusCode}`),
      )) &&
    (filter.from === undefined || one.scheduledFor >= filter.from) &&
    (filter.to === undefined || one.scheduledFor < filter.to) &&
    (minDurationMs === undefined || (!isLive && one.durationMs >= minDurationMs)) &&
    (filter.minAttempt === undefined || one.attempt >= filter.minAttempt) &&
    (q === undefined || (one.errorMessage ?? '').toLowerCase().includes(q.toLowerCase()))
  )
}

const queryOf = (filter: ExecutionFilter) =>
  Object.entries(filter)
    .flatMap(([name, value]) =>
      [value].flat().map(one => `${name}=${encodeURIComponent(String(one))}`),
    )
    .join('&')

async function all(call: Call, query: string): Promise<string[]> {
  const seen: string[] = []
  for (let cursor = ''; ; ) {
    const { status, body } = await call('GET', `/api/executions?limit=100&${query}${cursor}`)
    expect([query, status]).toEqual([query, 200])
    seen.push(...body.data.map(({ id }: { id: string }) => id))
    if (body.nextCursor === null) return seen
    cursor = `&cursor=${body.nextCursor}`
  }
}

describe('a filter', () => {
  test('finds, counts and spreads out exactly what it means, whatever is combined', async () => {
    const { org, jobIds, known } = await open()
    const inOrder = [...known].sort((a, b) =>
      `${a.scheduledFor} ${a.id}` < `${b.scheduledFor} ${b.id}` ? 1 : -1,
    )
    await fc.assert(
      fc.asyncProperty(filters(jobIds), async filter => {
        const query = queryOf(filter)
        const meant = inOrder.filter(one => isMeant(filter, one))
        expect(await all(org.call, query)).toEqual(meant.map(({ id }) => id))
        const counted = await org.call('GET', `/api/executions/count?${query}`)
        expect(counted.body).toEqual({ count: meant.length, atLeast: false })
      }),
      { numRuns: 150 },
    )
  })

  test('spreads what it means over the parts of a time', async () => {
    const { org, jobIds, known } = await open()
    const [from, to] = [start + hourMs, start + 31 * hourMs]
    await fc.assert(
      fc.asyncProperty(
        filters(jobIds).map(({ from: _, to: __, ...filter }) => filter),
        fc.integer({ min: 1, max: 70 }),
        async (filter, buckets) => {
          const span = `from=${iso(from)}&to=${iso(to)}&buckets=${buckets}`
          const { body } = await org.call(
            'GET',
            `/api/executions/histogram?${span}&${queryOf(filter)}`,
          )
          const bucketMs = Math.ceil((to - from) / buckets)
          expect([body.from, body.to, body.bucketMs]).toEqual([iso(from), iso(to), bucketMs])
          const meant = known.filter(
            one =>
              isMeant(filter, one) && one.scheduledFor >= iso(from) && one.scheduledFor < iso(to),
          )
          const expected = Array.from({ length: Math.ceil((to - from) / bucketMs) }, (_, n) => {
            const at = from + n * bucketMs
            const within = meant.filter(
              one => Math.floor((Date.parse(one.scheduledFor) - from) / bucketMs) === n,
            )
            const count = (status: string) => within.filter(one => one.status === status).length
            const counts = Object.fromEntries([...live, ...over].map(name => [name, count(name)]))
            return { from: iso(at), counts }
          })
          expect(body.buckets).toEqual(expected)
        },
      ),
      { numRuns: 60 },
    )
  })

  test('sums up some jobs, and all of them', async () => {
    const { org, jobIds, known } = await open()
    const span = `from=${iso(start)}&to=${iso(start + 1_000 * hourMs)}`
    const some = { jobId: jobIds.slice(0, 3) }
    for (const filter of [
      {},
      some,
      { tag: ['even'] },
      { tag: ['none'] },
      { ...some, tag: ['third'] },
    ]) {
      const { body } = await org.call('GET', `/api/stats?${span}&${queryOf(filter)}`)
      const meant = known.filter(one => isMeant(filter, one))
      for (const status of [...live, ...over]) {
        const count = meant.filter(one => one.status === status).length
        expect([filter, status, body.counts[status]]).toEqual([filter, status, count])
      }
      const ran = meant.filter(({ status }) => ['success', 'failed', 'timeout'].includes(status))
      const durations = ran.map(({ durationMs }) => durationMs).sort((a, b) => a - b)
      expect(body.sampleCount).toBe(ran.length)
      const middle = (durations.length - 1) / 2
      const median =
        ((durations[Math.floor(middle)] ?? 0) + (durations[Math.ceil(middle)] ?? 0)) / 2
      expect(body.durationMs.p50).toEqual(ran.length === 0 ? null : median)
    }
  })

  test('finds those of more jobs with a tag than are walked one by one', async () => {
    const { api, org, known } = await open()
    const many = await api.pool.sql<{ id: string }[]>`
      insert into jobs (organization_id, name, tags, url, method, schedule_type, cron_expression,
        timezone, interval_minutes, enabled, retry_attempts, timeout_ms, overlap, catch_up,
        alert_on, written_through)
      select organization_id, 'many', '{even,many}', url, method, schedule_type, cron_expression,
        timezone, interval_minutes, false, retry_attempts, timeout_ms, overlap, catch_up,
        alert_on, written_through
      from (select * from jobs limit 1) one cross join generate_series(1, 120)
      returning id`
    const told = many.map(({ id }, n) => ({
      ...rare,
      jobId: id,
      status: n % 10 === 0 ? 'pending' : 'success',
      scheduledFor: iso(start + n * 60_000),
    }))
    await storeTold(api.pool, org.id, told)
    const even = known.filter(({ tags }) => tags.includes('even')).length
    for (const [query, count] of [
      ['tag=many', 120],
      ['tag=many&status=success', 108],
      ['tag=many&tag=third', 0],
      ['tag=even', 120 + even],
      ['tag=many&minAttempt=2', 0],
    ] as const) {
      expect(await all(org.call, query)).toHaveLength(count)
      const counted = await org.call('GET', `/api/executions/count?${query}`)
      expect([query, counted.body]).toEqual([query, { count, atLeast: false }])
    }
    const span = `from=${iso(start)}&to=${iso(start + 100 * hourMs)}`
    const { counts } = (await org.call('GET', `/api/stats?tag=many&${span}`)).body
    expect([counts.pending, counts.success]).toEqual([12, 108])
  })

  test('422: malformed values are said, not guessed', async () => {
    const { org } = await open()
    const refused = [
      'statusCode=6',
      'statusCode=5x',
      'status=failed&status=done',
      'errorCode=DNS',
      'minDurationMs=-1',
      'minDurationMs=1.5',
      'minAttempt=0',
      'q=',
      'q=%00',
      `tag=${'x'.repeat(51)}`,
      'trigger=cron',
    ]
    for (const query of refused) {
      for (const path of ['', '/count', '/histogram']) {
        const { status, body } = await org.call('GET', `/api/executions${path}?${query}`)
        const [name = ''] = query.split('=')
        expect([query, status, body.errors?.[0].path.split('.')[0]]).toEqual([query, 422, name])
      }
    }
    for (const query of [
      'buckets=0',
      'buckets=401',
      'from=2027-01-01T00:00:00Z&to=2026-01-01T00:00:00Z',
    ]) {
      expect((await org.call('GET', `/api/executions/histogram?${query}`)).status).toBe(422)
    }
  })
})

describe('many executions', () => {
  /** Successes of one job, ten a second. */
  const fill = (
    api: Awaited<ReturnType<typeof open>>['api'],
    id: string,
    job: string,
    count: number,
  ) =>
    api.pool.sql`
      insert into execution_history (organization_id, job_id, trigger, status, scheduled_for,
        started_at, finished_at, attempt, max_attempts, status_code)
      select ${id}, ${job}, 'manual', 'success', at, at + interval '5 milliseconds',
        at + n % 1000 * interval '1 millisecond', 1, 1, 200
      from generate_series(1, ${count}::int) n
      cross join lateral (select ${iso(start)}::timestamptz - n * interval '100 milliseconds' as at) i`

  test('a page looks through 100,000 and its cursor goes on; a count says at least', async () => {
    const { api, org, jobIds, known } = await open()
    const [jobId = ''] = jobIds
    await fill(api, org.id, jobId, 110_000)
    const [last = ''] = await storeTold(api.pool, org.id, [
      { jobId, status: 'success', scheduledFor: iso(start - 300 * hourMs), ...rare },
    ])
    // The last that the first page looks at, and the first that the second does.
    const before = known.filter(({ status }) => over.includes(status)).length
    const edge = [0, 1].map(n => iso(start - (100_000 - before + n) * 100))
    await api.pool.sql`
      update execution_history set finished_at = started_at + interval '200 seconds'
      where organization_id = ${org.id} and scheduled_for = any(${edge}::timestamptz[])`
    const query = 'minDurationMs=100000&limit=5'
    const first = await org.call('GET', `/api/executions?${query}`)
    const found = (body: { data: { scheduledFor: string }[] }) =>
      body.data.map(({ scheduledFor }) => scheduledFor)
    expect(found(first.body)).toEqual([edge[0]])
    const next = `${query}&cursor=${first.body.nextCursor}`
    const second = await org.call('GET', `/api/executions?${next}`)
    expect(found(second.body)).toEqual([edge[1], iso(start - 300 * hourMs)])
    expect(second.body.nextCursor).toBeNull()
    expect(await all(org.call, `minDurationMs=100000&jobId=${jobId}`)).toHaveLength(3)
    expect((await all(org.call, 'minDurationMs=100000')).at(-1)).toBe(last)
    const counted = await org.call('GET', '/api/executions/count?minDurationMs=100000')
    expect(counted.body).toEqual({ count: 1, atLeast: true })
    const whole = await org.call('GET', '/api/executions/count')
    expect(whole.body.atLeast).toBe(true)
    expect(whole.body.count).toBeGreaterThanOrEqual(100_000)
    // Failures are not looked for among what succeeded.
    const failures = known.filter(one => isMeant({ q: 'such' }, one))
    const such = await org.call('GET', '/api/executions/count?q=such')
    expect(such.body).toEqual({ count: failures.length, atLeast: false })
  })

  test('percentiles of many are those of an even sample, the same each time; counts are exact', async () => {
    const { api, org, jobIds } = await open()
    const [jobId = ''] = jobIds
    await fill(api, org.id, jobId, 110_000)
    const query = `/api/stats?from=${iso(start - 9_000 * hourMs)}&to=${iso(start)}`
    const { body } = await org.call('GET', query)
    expect(body.counts.success).toBe(110_000)
    expect(body.sampleCount).toBeGreaterThan(20_000)
    expect(body.sampleCount).toBeLessThan(40_000)
    expect(Math.abs(body.durationMs.p50 - 495)).toBeLessThan(20)
    expect(Math.abs(body.durationMs.p99 - 985)).toBeLessThan(20)
    expect((await org.call('GET', query)).body).toEqual(body)
    const ofJob = await org.call('GET', `${query}&jobId=${jobId}`)
    expect(ofJob.body).toEqual(body)
  })
})

const rare = {
  trigger: 'manual',
  attempt: 1,
  statusCode: 200,
  errorCode: null,
  errorMessage: null,
  durationMs: 200_000,
}
