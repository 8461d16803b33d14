import { describe, expect, test } from 'vitest'
import { openApi } from '../../test/open-api.ts'
import { cronJob, makeJob, onceJob } from '../../test/samples.ts'

describe('PUT /api/sync', () => {
  test('200: makes, changes, leaves alone, and prunes only what a sync made', async () => {
    const api = await openApi()
    const org = await api.organization()
    await makeJob(org.call, { key: 'by-hand' })
    const first = await org.call('PUT', '/api/sync', {
      body: { jobs: ['a', 'b', 'c'].map(key => cronJob({ key })) },
    })
    expect(first.status).toBe(200)
    expect(first.body).toEqual({
      created: ['a', 'b', 'c'],
      updated: [],
      unchanged: [],
      deleted: [],
    })
    const second = await org.call('PUT', '/api/sync', {
      body: {
        jobs: [cronJob({ key: 'a' }), cronJob({ key: 'b', cronExpression: '@hourly' })],
        prune: true,
      },
    })
    expect(second.body).toEqual({ created: [], updated: ['b'], unchanged: ['a'], deleted: ['c'] })
    const { body } = await org.call('GET', '/api/jobs')
    const left = body.data.map((job: { key: string; version: number }) => [job.key, job.version])
    expect(left).toEqual([
      ['b', 2],
      ['a', 1],
      ['by-hand', 1],
    ])
  })

  test('200: said twice, it changes nothing the second time, secrets and past instants included', async () => {
    const api = await openApi()
    const org = await api.organization()
    const jobs = [
      cronJob({ key: 'a', cronExpression: '@daily', headers: { Authorization: 'x', A: '1' } }),
      onceJob({ key: 'b' }),
    ]
    await org.call('PUT', '/api/sync', { body: { jobs } })
    await api.pool.sql`update jobs set scheduled_at = '2026-01-01T00:00:00Z', next_run_at = null
      where key = 'b'`
    const again = [
      cronJob({
        key: 'a',
        cronExpression: '0 0 * * *',
        headers: { A: '1', Authorization: { secret: true } },
      }),
      onceJob({ key: 'b', scheduledAt: '2026-01-01T01:00:00+01:00' }),
    ]
    const { body } = await org.call('PUT', '/api/sync', { body: { jobs: again } })
    expect(body).toEqual({ created: [], updated: [], unchanged: ['a', 'b'], deleted: [] })
  })

  test('200: a dry run says what would be done and does nothing', async () => {
    const org = await (await openApi()).organization()
    const body = { jobs: [cronJob({ key: 'a' })] }
    const dry = await org.call('PUT', '/api/sync?dryRun=true', { body })
    expect([dry.status, dry.body.created]).toEqual([200, ['a']])
    expect((await org.call('GET', '/api/jobs')).body.data).toEqual([])
  })

  test('200: nothing named and prune leaves nothing that a sync made', async () => {
    const org = await (await openApi()).organization()
    await org.call('PUT', '/api/sync', { body: { jobs: [cronJob({ key: 'a' })] } })
    const { body } = await org.call('PUT', '/api/sync', { body: { jobs: [], prune: true } })
    expect(body).toEqual({ created: [], updated: [], unchanged: [], deleted: ['a'] })
    const none = await org.call('PUT', '/api/sync', { body: { jobs: [] } })
    expect(none.body.deleted).toEqual([])
  })

  test('200: two syncs at once make each job once', async () => {
    const org = await (await openApi()).organization()
    const body = { jobs: ['a', 'b'].map(key => cronJob({ key })) }
    const answers = await Promise.all([1, 2, 3].map(() => org.call('PUT', '/api/sync', { body })))
    expect(answers.map(answer => answer.status)).toEqual([200, 200, 200])
    expect(answers.flatMap(answer => answer.body.created).sort()).toEqual(['a', 'b'])
  })

  test('422: each job is told what is wrong with it, and nothing changes', async () => {
    const org = await (await openApi()).organization()
    const good = cronJob({ key: 'good' })
    const cases: [unknown, string, string][] = [
      [
        { jobs: [good, cronJob({ key: 'b', url: 'http://10.0.0.1' })] },
        'jobs.1.url',
        'url_blocked_address',
      ],
      [
        { jobs: [good, cronJob({ key: 'b', cronExpression: '@x' })] },
        'jobs.1.cronExpression',
        'cron_invalid',
      ],
      [{ jobs: [good, cronJob()] }, 'jobs.1.key', 'required'],
      [{ jobs: [good, good] }, 'jobs.1.key', 'key_duplicate'],
      [{ jobs: [{ ...good, id: 'x' }] }, 'jobs.0.id', 'unknown_field'],
      [
        { jobs: [{ ...good, headers: { Cookie: { secret: true } } }] },
        'jobs.0.headers.Cookie',
        'header_value_required',
      ],
      [{ jobs: [good], purge: true }, 'purge', 'unknown_field'],
      [{}, 'jobs', 'required'],
    ]
    for (const [body, path, code] of cases) {
      const answer = await org.call('PUT', '/api/sync', { body })
      const [error] = answer.body.errors
      expect([answer.status, error.path, error.code]).toEqual([422, path, code])
    }
    expect((await org.call('GET', '/api/jobs')).body.data).toEqual([])
    const dryRun = await org.call('PUT', '/api/sync?dryRun=1', { body: { jobs: [] } })
    expect(dryRun.status).toBe(422)
  })

  test('413: more than 1,000 jobs, or more than 8 MiB', async () => {
    const org = await (await openApi()).organization()
    const many = await org.call('PUT', '/api/sync', { body: { jobs: Array(1_001).fill({}) } })
    expect([many.status, many.body.code]).toEqual([413, 'body_too_large'])
    const heavy = await org.call('PUT', '/api/sync', { text: `"${'x'.repeat(8 * 1024 * 1024)}"` })
    expect([heavy.status, heavy.body.code]).toEqual([413, 'body_too_large'])
  })

  test('a thousand jobs take well under 2 s to make, to change and to leave alone', async () => {
    const org = await (await openApi()).organization()
    const jobsWith = (more: Record<string, unknown>) =>
      Array.from({ length: 1_000 }, (_, index) =>
        cronJob({
          key: `job-${index}`,
          cronExpression: `${index % 60} ${index % 24} * * *`,
          timezone: index % 2 === 0 ? 'Europe/Oslo' : 'America/New_York',
          headers: { Authorization: 'Bearer x', 'X-Index': `${index}` },
          ...more,
        }),
      )
    const took: Record<string, number> = {}
    for (const [what, jobs] of [
      ['created', jobsWith({})],
      ['updated', jobsWith({ timeoutMs: 5_000 })],
      ['unchanged', jobsWith({ timeoutMs: 5_000 })],
    ] as const) {
      const startedAt = performance.now()
      const { status, body } = await org.call('PUT', '/api/sync', { body: { jobs } })
      took[what] = Math.round(performance.now() - startedAt)
      expect([status, body[what].length]).toEqual([200, 1_000])
    }
    const startedAt = performance.now()
    const { body } = await org.call('PUT', '/api/sync', { body: { jobs: [], prune: true } })
    took.deleted = Math.round(performance.now() - startedAt)
    expect(body.deleted).toHaveLength(1_000)
    console.info('1,000 jobs in one sync, in ms:', took)
    for (const ms of Object.values(took)) expect(ms).toBeLessThan(2_000)
  })
})
