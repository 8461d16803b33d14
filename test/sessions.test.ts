import { connect } from '@prikke/schema'
import { createDatabase } from '@prikke/schema/test'
import { startStack, until } from '@prikke/service/test'
import { expect, onTestFinished, test } from 'vitest'

/** Limits of a session that every process has; where a process differs it is named below. */
const limits = {
  statement_timeout: '10s',
  lock_timeout: '5s',
  idle_in_transaction_session_timeout: '15s',
  transaction_timeout: '30s',
  client_connection_check_interval: '2s',
  tcp_keepalives_idle: '10',
  tcp_user_timeout: '20000',
  TimeZone: 'UTC',
}
const slow = { ...limits, statement_timeout: '30s', transaction_timeout: '90s' }

async function setUp() {
  const { url, drop } = await createDatabase()
  const admin = connect(url, { applicationName: 'test', max: 1 })
  onTestFinished(async () => {
    await admin.close()
    await drop()
  })
  // Each session writes down at its start what holds for it.
  await admin.sql.unsafe(`
    create table session_settings (application text, settings jsonb);
    create function note_session() returns event_trigger language plpgsql as $$
    begin
      insert into session_settings
      select current_setting('application_name'), jsonb_object_agg(name, current_setting(name))
      from unnest(array['${Object.keys(limits).join("','")}']) as name;
    end $$;
    create event trigger note_session on login execute function note_session()`)
  const seen = async () => {
    const rows = await admin.sql<{ application: string; settings: typeof limits }[]>`
      select application, settings from session_settings
      where application like 'prikke-%' group by application, settings
      order by application, settings ->> 'statement_timeout'`
    return [...rows]
  }
  return { url, seen }
}

test('every session of every process has its limits, whatever the server would allow', async () => {
  const { url, seen } = await setUp()
  const stack = await startStack(url)
  onTestFinished(() => stack.end())
  const names = ['api', 'executor', 'notifier', 'scheduler'].map(name => `prikke-${name}`)
  const expected = names.flatMap(application => [
    { application, settings: limits },
    ...(application === 'prikke-scheduler' ? [{ application, settings: slow }] : []),
    { application: `${application}-listener`, settings: limits },
  ])
  await until(async () => (await seen()).length === expected.length, 'every session to be noted')
  expect(await seen()).toEqual(expected)
})

test('behind a pooler nothing is set on the session but its name, and the api works', async () => {
  const { url, seen } = await setUp()
  const stack = await startStack(url, { DATABASE_POOL_URL: url })
  onTestFinished(() => stack.end())
  const asServerHas = expect.objectContaining({ statement_timeout: '0', lock_timeout: '0' })
  await until(async () => (await seen()).length > 0, 'sessions to be noted')
  expect(await seen()).toContainEqual({ application: 'prikke-api', settings: asServerHas })
  expect((await fetch(`${stack.url}/ready`)).status).toBe(200)
})
