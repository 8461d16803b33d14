import { alertSource, listen, work } from '@prikke/queue'
import type { Pool } from '@prikke/schema'
import { expect, onTestFinished, test, vi } from 'vitest'
import { deeds, setActStage } from '../../test/acts.ts'
import type { Description } from '../../test/json-schema.ts'
import { openApi } from '../../test/open-api.ts'

// Every route that changes something.
vi.setConfig({ testTimeout: 60_000 })

/** Routes with an unsafe method that leave no act, and why. */
const withoutAct: Record<string, string> = {
  'POST /api/auth/magic-link':
    'asks for a mail, and tells nobody whether there is an account; the act is what its link does',
  'POST /api/auth/password-reset':
    'asks for a mail, and tells nobody whether there is an account; the act is what its link does',
  'POST /api/schedules/preview': 'changes nothing',
  'POST /api/imports/preview': 'changes nothing',
  'POST /api/channels/{id}/test': 'waits for a receiver; has a test of its own below',
  'POST /api/system/tests/mail': 'waits for a relay; routes/system.test.ts looks at its act',
}

async function unsafeRoutes(api: Awaited<ReturnType<typeof openApi>>): Promise<string[]> {
  const { paths } = (await api.call('GET', '/api/openapi.json')).body as Description
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods)
      .filter(method => method !== 'get')
      .map(method => `${method.toUpperCase()} ${path}`),
  )
}

/** Everything that is stored, beside what merely counts and notes visits. */
async function everything({ sql }: Pool): Promise<Record<string, string>> {
  const tables = await sql<{ name: string }[]>`
    select table_name as name from information_schema.tables t
    where table_schema = 'public' and table_type = 'BASE TABLE' and table_name <> 'limit_counts'
      and not exists (select from pg_inherits where inhrelid = t.table_name::regclass)`
  const stored: Record<string, string> = {}
  for (const { name } of tables) {
    const [row] = await sql<[{ rows: string | null }]>`
      select string_agg(line, e'\n' order by line) as rows from (
        select (to_jsonb(t) - '{last_used_at,last_seen_at}'::text[])::text as line
        from ${sql(name)} t) lines`
    stored[name] = row.rows ?? ''
  }
  return stored
}

test('every route that changes something leaves its acts in the audit log', async () => {
  const api = await openApi({ limitFactor: 1_000, planLimits: true })
  const stage = await setActStage(api)
  const known = [...Object.keys(deeds), ...Object.keys(withoutAct)]
  expect(known.filter(route => !route.startsWith('GET ')).sort()).toEqual(
    (await unsafeRoutes(api)).sort(),
  )
  for (const [route, prepare] of Object.entries(deeds)) {
    const { send, leaves } = await prepare(stage)
    const { status, headers, body } = await send()
    expect([route, status < 300 ? 'fine' : body]).toEqual([route, 'fine'])
    const acts = await api.pool.sql<{ action: string; actor_name: string | null }[]>`
      select action, actor_name from audit_events
      where request_id = ${headers.get('x-request-id')} order by id`
    expect([route, acts.map(({ action }) => action)]).toEqual([route, leaves])
    for (const act of acts) expect(act.actor_name).not.toBeNull()
  }
})

test('what cannot be recorded is not done: no route changes anything without its act', async () => {
  const api = await openApi({ limitFactor: 1_000, planLimits: true })
  const { sql } = api.pool
  const stage = await setActStage(api)
  for (const [route, prepare] of Object.entries(deeds)) {
    const { send } = await prepare(stage)
    const before = await everything(api.pool)
    await sql`alter table audit_events add constraint none check (false) not valid`
    const { status } = await send()
    await sql`alter table audit_events drop constraint none`
    expect([route, status]).toEqual([route, 500])
    expect([route, await everything(api.pool)]).toEqual([route, before])
  }
})

test('the test of a channel is an act, whatever the receiver says', async () => {
  const api = await openApi({ listening: true })
  const { channel, owner } = await setActStage(api)
  const worker = work({
    source: alertSource(api.pool, 'audit', api.services.announcer),
    concurrency: 1,
    handle: async () => ({
      outcome: { kind: 'dead' as const, statusCode: 404, answer: 'nobody' },
      startedAt: performance.now(),
      endedAt: performance.now(),
    }),
    listen: wakeUp => listen(api.pool, { alerts: wakeUp }),
    report: () => {},
  })
  onTestFinished(() => worker.stop(1_000))
  const id = await channel()
  expect((await owner.call('POST', `/api/channels/${id}/test`)).body.status).toBe('dead')
  const [act] = (await owner.call('GET', '/api/audit')).body.data
  expect(act).toMatchObject({ action: 'channel.tested', subject: { type: 'channel', id } })
})
