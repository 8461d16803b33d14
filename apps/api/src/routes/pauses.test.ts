import { resumeJobs, writeDueOccurrences } from '@prikke/queue'
import { describe, expect, test } from 'vitest'
import { openApi } from '../../test/open-api.ts'
import { makeMember } from '../../test/people.ts'
import { cronJob, makeJob } from '../../test/samples.ts'

const hour = 3_600_000
const inMs = (ms: number) => new Date(Date.now() + ms).toISOString()

async function open() {
  const api = await openApi()
  const owner = await api.person()
  await owner.call('PATCH', '/api/me', { body: { name: 'Ada Berg' } })
  const id = await makeJob(owner.call)
  const path = `/api/jobs/${id}`
  const patch = (body: object) => owner.call('PATCH', path, { body })
  const read = async () => (await owner.call('GET', path)).body
  /** As if it had been paused until then, and nobody had looked since. */
  const ended = (at: string) => api.pool.sql`update jobs set resume_at = ${at} where id = ${id}`
  return { api, owner, id, path, patch, read, ended }
}

describe('a pause of a job', () => {
  test('says why, until when, and who said so', async () => {
    const { api, owner, patch, read } = await open()
    expect(await read()).toMatchObject({ resumeAt: null, pausedBy: null })
    const resumeAt = inMs(hour)
    const pause = { enabled: false, pauseNote: 'moving', resumeAt }
    const paused = await patch(pause)
    expect([paused.status, paused.body]).toMatchObject([
      200,
      { ...pause, pausedBy: 'Ada Berg', nextRunAt: null, version: 2 },
    ])
    const key = (await owner.call('POST', '/api/keys', { body: { name: 'deploy' } })).body.key
    const headers = { authorization: `Bearer ${key}` }
    const later = { body: { resumeAt: inMs(2 * hour) }, headers }
    const prolonged = await api.call('PATCH', `/api/jobs/${paused.body.id}`, later)
    expect(prolonged.body).toMatchObject({ pauseNote: 'moving', pausedBy: 'deploy' })
    const acts = (await owner.call('GET', '/api/audit?action=job.updated')).body.data
    expect(acts[1].changes).toEqual({
      enabled: { before: true, after: false },
      pauseNote: { before: null, after: 'moving' },
      resumeAt: { before: null, after: resumeAt },
    })
  })

  test('ends when it is switched on, and nothing of it is left', async () => {
    const { patch } = await open()
    await patch({ enabled: false, pauseNote: 'moving', resumeAt: inMs(hour) })
    const on = await patch({ enabled: true })
    const ended = { enabled: true, pauseNote: null, resumeAt: null, pausedBy: null }
    expect(on.body).toMatchObject(ended)
    expect(Date.parse(on.body.nextRunAt)).toBeGreaterThan(Date.now())
  })

  test('stays as it is when something else is changed', async () => {
    const { api, owner, patch } = await open()
    const pause = { enabled: false, pauseNote: 'moving', resumeAt: inMs(hour) }
    await patch(pause)
    const bob = await makeMember(api, owner.organization.id, 'member')
    const { id } = (await owner.call('GET', '/api/jobs')).body.data[0]
    const renamed = await bob.call('PATCH', `/api/jobs/${id}`, { body: { name: 'Renamed' } })
    expect(renamed.body).toMatchObject({ ...pause, name: 'Renamed', pausedBy: 'Ada Berg' })
  })

  test('the next runs are those after it; of one without an end there are none', async () => {
    const { owner, patch, path } = await open()
    const upcoming = async () => (await owner.call('GET', `${path}/upcoming?limit=2`)).body.data
    const end = Math.floor(Date.now() / hour) * hour + 5 * hour
    const resumeAt = new Date(end).toISOString()
    await patch({ cronExpression: '0 * * * *', enabled: false, resumeAt })
    const instants = [end, end + hour].map(at => new Date(at).toISOString())
    expect((await upcoming()).map(({ at }: { at: string }) => at)).toEqual(instants)
    await patch({ resumeAt: null })
    expect(await upcoming()).toEqual([])
  })

  test('a job can be made paused', async () => {
    const { owner } = await open()
    const pause = { enabled: false, resumeAt: inMs(hour) }
    const made = await owner.call('POST', '/api/jobs', { body: cronJob(pause) })
    expect(made.body).toMatchObject({ ...pause, pausedBy: 'Ada Berg', nextRunAt: null })
  })

  test('422: past, too far, or of a job that is on', async () => {
    const { patch, read } = await open()
    const before = await read()
    for (const body of [
      { enabled: false, resumeAt: inMs(-1) },
      { enabled: false, resumeAt: inMs(367 * 24 * hour) },
      { resumeAt: inMs(hour) },
      { enabled: true, resumeAt: inMs(hour) },
    ]) {
      const answer = await patch(body)
      expect([body, answer.status, answer.body.code]).toEqual([body, 422, 'resume_at_invalid'])
    }
    expect(await read()).toEqual(before)
    expect((await patch({ enabled: false, resumeAt: inMs(365 * 24 * hour) })).status).toBe(200)
  })

  test('of many jobs at once, until the same instant', async () => {
    const { owner, id } = await open()
    const ids = [id, await makeJob(owner.call)]
    const bulk = (body: object) => owner.call('POST', '/api/jobs/bulk', { body: { ids, ...body } })
    const resumeAt = inMs(hour)
    const off = await bulk({ action: 'disable', pauseNote: 'moving', resumeAt })
    expect(off.body.changedCount).toBe(2)
    const jobs = async () => (await owner.call('GET', '/api/jobs')).body.data
    for (const job of await jobs()) expect(job).toMatchObject({ resumeAt, pausedBy: 'Ada Berg' })
    await bulk({ action: 'enable' })
    for (const job of await jobs()) expect(job).toMatchObject({ resumeAt: null, pauseNote: null })
    const refused = await bulk({ action: 'enable', resumeAt })
    expect([refused.status, refused.body.code]).toEqual([422, 'validation_failed'])
  })
})

describe('a pause that is over', () => {
  test('goes on as from the instant that was said, with an act of the system', async () => {
    const { api, owner, patch, read, ended } = await open()
    await patch({ enabled: false, pauseNote: 'moving', resumeAt: inMs(hour) })
    await ended(inMs(-1_000))
    await resumeJobs(api.pool.sql)
    expect(await read()).toMatchObject({
      enabled: true,
      resumeAt: null,
      pausedBy: null,
      version: 2,
    })
    const [act] = (await owner.call('GET', '/api/audit')).body.data
    expect(act).toMatchObject({
      action: 'job.updated',
      actor: { type: 'system', id: null, name: null },
      changes: { enabled: { before: false, after: true }, pauseNote: { after: null } },
    })
  })

  test.each(['an edit', 'a sync', 'a change of many'])(
    'is ended first by %s that comes before a scheduler, so that nothing is lost',
    async by => {
      const { api, owner, id, patch, read, ended } = await open()
      await patch({ key: 'k', cronExpression: '* * * * *', catchUp: 'all' })
      await patch({ enabled: false, resumeAt: inMs(hour) })
      await api.pool.sql`update jobs set written_through = now() - interval '1 hour'`
      const at = Math.floor(Date.now() / 60_000) * 60_000 - 5 * 60_000
      await ended(new Date(at).toISOString())
      const job = { ...cronJob({ key: 'k', cronExpression: '* * * * *' }), catchUp: 'all' }
      if (by === 'an edit') await patch({ name: 'Renamed' })
      if (by === 'a sync') {
        const jobs = [{ ...job, name: 'Renamed' }]
        await owner.call('PUT', '/api/sync', { body: { jobs } })
      }
      if (by === 'a change of many') {
        const body = { ids: [id], action: 'tag', tags: ['new'] }
        await owner.call('POST', '/api/jobs/bulk', { body })
      }
      expect(await read()).toMatchObject({ enabled: true, resumeAt: null })
      await resumeJobs(api.pool.sql)
      await writeDueOccurrences(api.pool, { retentionMs: 30 * 24 * hour, onParked: () => {} })
      // What came due before the pause was cancelled by it, and is not what the pause held back.
      const rows = await api.pool.sql<{ at: Date }[]>`
        select scheduled_for as at from executions
        where job_id = ${id} and status <> 'cancelled' order by 1`
      expect(rows.map(row => row.at.getTime())).toEqual(rows.map((_, n) => at + n * 60_000))
      expect(rows.length).toBeGreaterThanOrEqual(6)
    },
  )
})
