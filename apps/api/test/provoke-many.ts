import { mostCancelled, mostJobsAtOnce, mostReplayed, mostTags } from '@prikke/contract'
import { feedNextReplay } from '@prikke/queue'
import type { Pool } from '@prikke/schema'
import { endSearch } from './end-search.ts'
import type { Answer } from './open-api.ts'
import type { RefusalStage } from './refusal-stage.ts'
import { makeJob, makePast } from './samples.ts'

type Provoke = (stage: RefusalStage) => Promise<Answer>

const none = { filter: { q: 'no such job' }, expectedCount: 1 }
const gone = { ids: ['00000000-0000-7000-8000-000000000000'] }
const all = { filter: {}, dryRun: true }

/** What is refused of many jobs or executions at once, by route and code. */
export const ofMany: Readonly<Record<string, Provoke>> = {
  'POST /api/jobs/bulk not_found': ({ byKey }) =>
    byKey('POST', '/api/jobs/bulk', { body: { ...gone, action: 'delete' } }),
  'POST /api/jobs/bulk count_changed': ({ byKey }) =>
    byKey('POST', '/api/jobs/bulk', { body: { ...none, action: 'delete' } }),
  'POST /api/jobs/bulk too_many_jobs': async stage => {
    const { call } = await withManyJobs(stage)
    return call('POST', '/api/jobs/bulk', { body: { ...all, action: 'delete' } })
  },
  'POST /api/jobs/bulk too_many_tags': async ({ byKey }) => {
    const tags = Array.from({ length: mostTags }, (_, n) => `t${n}`)
    const ids = [await makeJob(byKey, { tags })]
    return byKey('POST', '/api/jobs/bulk', { body: { ids, action: 'tag', tags: ['more'] } })
  },
  'POST /api/jobs/bulk resume_at_invalid': async ({ byKey }) => {
    const body = {
      ids: [await makeJob(byKey)],
      action: 'disable',
      resumeAt: '2026-01-01T00:00:00Z',
    }
    return byKey('POST', '/api/jobs/bulk', { body })
  },
  'POST /api/jobs/bulk/trigger not_found': ({ byKey }) =>
    byKey('POST', '/api/jobs/bulk/trigger', { body: gone }),
  'POST /api/jobs/bulk/trigger count_changed': ({ byKey }) =>
    byKey('POST', '/api/jobs/bulk/trigger', { body: none }),
  'POST /api/jobs/bulk/trigger too_many_jobs': async stage => {
    const { call } = await withManyJobs(stage)
    return call('POST', '/api/jobs/bulk/trigger', { body: all })
  },

  // History is asked about jobs that are here.
  'GET /api/jobs/recent search_too_wide': async ({ pool, byKey }) => {
    const id = await makeJob(byKey)
    return endSearch(pool, () => byKey('GET', `/api/jobs/recent?id=${id}`))
  },

  // Text that holds NUL, where any other is a place in the list.
  'GET /api/tags cursor_invalid': ({ byKey }) =>
    byKey('GET', `/api/tags?cursor=${Buffer.from('a\0').toString('base64url')}`),

  'POST /api/executions/cancel count_changed': async stage => {
    const { cancel } = await withPending(stage, 2)
    return cancel(1)
  },
  'POST /api/executions/cancel too_many_executions': async stage => {
    const { cancel } = await withPending(stage, mostCancelled + 1)
    return cancel(mostCancelled)
  },

  'POST /api/replays count_changed': async stage => {
    const { replay } = await withOnePast(stage)
    return replay(2)
  },
  'POST /api/replays replay_running': async stage => {
    const { replay } = await withOnePast(stage)
    await replay(1)
    return replay(1)
  },
  'POST /api/replays replay_too_large': async stage => {
    const { pool, replay, past } = await withOnePast(stage)
    await pool.sql`
      insert into execution_history (organization_id, job_id, trigger, status, scheduled_for,
        finished_at, attempt, max_attempts)
      select ${past.organizationId}, ${past.jobId}, 'schedule', 'success',
        now() - n * interval '1 millisecond', now(), 1, 1
      from generate_series(1, ${mostReplayed}) n`
    return replay(1)
  },
  'POST /api/replays/{id}/cancel replay_final': async stage => {
    const { pool, call, replay } = await withOnePast(stage)
    const { id } = (await replay(1)).body
    for (let ended: unknown = null; ended === null; ) {
      await feedNextReplay(pool)
      ended = (await call('GET', `/api/replays/${id}`)).body.finishedAt
    }
    return call('POST', `/api/replays/${id}/cancel`)
  },
}

/** An organization with one job more than a call may change. */
async function withManyJobs({ api, pool }: RefusalStage) {
  const organization = await api.organization()
  await copyJob(pool, await makeJob(organization.call))
  return organization
}

const copyJob = ({ sql }: Pool, id: string) => sql`
  insert into jobs (organization_id, name, url, method, schedule_type, cron_expression, timezone,
    interval_minutes, enabled, retry_attempts, timeout_ms, overlap, catch_up, alert_on,
    written_through)
  select organization_id, name, url, method, schedule_type, cron_expression, timezone,
    interval_minutes, false, retry_attempts, timeout_ms, overlap, catch_up, alert_on,
    written_through
  from jobs cross join generate_series(1, ${mostJobsAtOnce}) where id = ${id}`

/** An organization of its own with so many executions that wait. */
async function withPending({ api, pool }: RefusalStage, count: number) {
  const { id: organizationId, call } = await api.organization()
  const jobId = await makeJob(call)
  await pool.sql`
    insert into execution_queue (organization_id, job_id, trigger, scheduled_for, class, ready_at,
      timeout_ms, max_attempts)
    select ${organizationId}, ${jobId}, 'manual', now() + n * interval '1 millisecond', 0,
      now() + interval '1 hour', 1000, 1
    from generate_series(1, ${count}::int) n`
  const cancel = (expectedCount: number) =>
    call('POST', '/api/executions/cancel', { body: { filter: {}, expectedCount } })
  return { cancel }
}

/** An organization of its own with one execution that is over. */
async function withOnePast({ api, pool }: RefusalStage) {
  const { id: organizationId, call } = await api.organization()
  const past = { organizationId, jobId: await makeJob(call) }
  await makePast(pool, past)
  const replay = (expectedCount: number) =>
    call('POST', '/api/replays', { body: { filter: { status: ['success'] }, expectedCount } })
  return { pool, past, call, replay }
}
