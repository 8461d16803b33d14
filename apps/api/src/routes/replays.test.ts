import { feedNextReplay } from '@prikke/queue'
import { describe, expect, test } from 'vitest'
import { type Call, openApi } from '../../test/open-api.ts'
import { makeJob, makePast } from '../../test/samples.ts'

const failed = { status: ['failed'] }

async function open() {
  const api = await openApi()
  const org = await api.organization()
  const jobId = await makeJob(org.call, { tags: ['billing'] })
  const past = { organizationId: org.id, jobId }
  const executions: string[] = []
  for (const hour of [10, 11, 12]) {
    const scheduledFor = `2026-11-20T${hour}:00:00.000Z`
    executions.push(await makePast(api.pool, { ...past, status: 'failed', scheduledFor }))
  }
  await makePast(api.pool, { ...past, scheduledFor: '2026-11-20T13:00:00.000Z' })
  const replay = (body: object, call: Call = org.call) => call('POST', '/api/replays', { body })
  return { api, org, jobId, past, executions, replay }
}

describe('POST /api/replays', () => {
  test('200, then 202: counted first, run in the background, followed to its end', async () => {
    const { api, org, jobId, executions, replay } = await open()
    const filter = { ...failed, tag: ['Billing'], from: '2026-11-20T12:00:00+01:00' }
    const counted = await replay({ filter, dryRun: true })
    expect([counted.status, counted.body]).toEqual([200, { count: 2, deletedJobCount: 0 }])
    expect((await org.call('GET', '/api/replays')).body.data).toEqual([])

    const { status, headers, body } = await replay({ filter, expectedCount: 2 })
    expect(status).toBe(202)
    expect(headers.get('location')).toBe(`/api/replays/${body.id}`)
    expect(body).toMatchObject({
      status: 'running',
      filter: { ...failed, tag: ['billing'], from: '2026-11-20T11:00:00.000Z' },
      totalCount: 2,
      replayedCount: 0,
      skippedCount: 0,
      finishedAt: null,
    })
    await feedNextReplay(api.pool)
    const read = await org.call('GET', `/api/replays/${body.id}`)
    expect(read.body).toMatchObject({ status: 'done', replayedCount: 2 })
    expect(read.body.finishedAt).not.toBeNull()
    expect((await org.call('GET', '/api/replays')).body.data).toEqual([read.body])
    const made = (await org.call('GET', '/api/executions?trigger=replay')).body.data
    expect(made).toMatchObject([{ jobId, status: 'pending' }, { jobId }])
    const byReplay = async (id: string) =>
      (await org.call('GET', `/api/executions?replayId=${id}`)).body.data
    await org.call('POST', `/api/executions/${executions[0]}/replay`)
    expect(await byReplay(body.id)).toEqual(made)
    expect(await byReplay(jobId)).toEqual([])
    const one = (await org.call('GET', `/api/executions/${made[0].id}`)).body
    expect(one).toMatchObject({ replayId: body.id, triggeredBy: { type: 'key' } })
    await org.call('POST', `/api/executions/${made[0].id}/cancel`)
    const over = await byReplay(body.id)
    expect(over.map(({ status }: { status: string }) => status)).toEqual(['cancelled', 'pending'])
    const originals = made.map(({ replayOf }: { replayOf: string }) => replayOf)
    expect(originals.sort()).toEqual(executions.slice(1).sort())
  })

  test('409: others than were counted, and one while another is under way', async () => {
    const { api, past, org, replay } = await open()
    await makePast(api.pool, {
      ...past,
      status: 'failed',
      scheduledFor: '2026-11-20T14:00:00.000Z',
    })
    const stale = await replay({ filter: failed, expectedCount: 3 })
    expect([stale.status, stale.body.code]).toEqual([409, 'count_changed'])
    expect(stale.body.detail).toContain('matches 4 now')
    expect((await org.call('GET', '/api/replays')).body.data).toEqual([])
    expect((await replay({ filter: failed, expectedCount: 4 })).status).toBe(202)
    const second = await replay({ filter: failed, expectedCount: 4 })
    expect([second.status, second.body.code]).toEqual([409, 'replay_running'])
  })

  test('422: without a count, without a status, or for what is not over', async () => {
    const { replay } = await open()
    const refused: [object, string][] = [
      [{ filter: failed }, 'expectedCount'],
      [{ filter: failed, expectedCount: 0 }, 'expectedCount'],
      [{ filter: {}, dryRun: true }, 'filter.status'],
      [{ filter: { status: [] }, dryRun: true }, 'filter.status'],
      [{ filter: { status: ['pending'] }, dryRun: true }, 'filter.status.0'],
      [{ filter: { ...failed, minDurationMs: '5' }, dryRun: true }, 'filter.minDurationMs'],
      [{ filter: { ...failed, limit: 5 }, dryRun: true }, 'filter.limit'],
      [{ dryRun: true }, 'filter'],
    ]
    for (const [body, path] of refused) {
      const answer = await replay(body)
      expect([body, answer.status, answer.body.errors?.[0].path]).toEqual([body, 422, path])
    }
  })

  test('403: with a key that may not run anything', async () => {
    const { api, org, replay } = await open()
    await api.pool
      .sql`update api_keys set scopes = '{read,write}' where organization_id = ${org.id}`
    const { status, body } = await replay({ filter: failed, dryRun: true })
    expect([status, body.code]).toEqual([403, 'scope_missing'])
  })

  test('another organization counts, runs, sees and cancels nothing of it', async () => {
    const { api, jobId, replay } = await open()
    const stranger = await api.organization()
    const filter = { ...failed, jobId: [jobId] }
    const counted = await replay({ filter, dryRun: true }, stranger.call)
    expect(counted.body).toEqual({ count: 0, deletedJobCount: 0 })
    const { id } = (await replay({ filter, expectedCount: 3 })).body
    const path = `/api/replays/${id}`
    expect((await stranger.call('GET', path)).status).toBe(404)
    expect((await stranger.call('POST', `${path}/cancel`)).status).toBe(404)
    expect((await stranger.call('GET', '/api/replays')).body.data).toEqual([])
  })
})

describe('POST /api/replays/:id/cancel', () => {
  test('200 as often as it is asked for; 409 once it is done', async () => {
    const { api, org, replay } = await open()
    const { id } = (await replay({ filter: failed, expectedCount: 3 })).body
    const cancel = (which: string) => org.call('POST', `/api/replays/${which}/cancel`)
    for (let time = 0; time < 2; time++) {
      const { status, body } = await cancel(id)
      expect([status, body.status, body.replayedCount]).toEqual([200, 'cancelled', 0])
    }
    expect(await feedNextReplay(api.pool)).toEqual({ outcome: 'idle' })
    const next = (await replay({ filter: failed, expectedCount: 3 })).body.id
    await feedNextReplay(api.pool)
    const done = await cancel(next)
    expect([done.status, done.body.code]).toEqual([409, 'replay_final'])
  })
})
