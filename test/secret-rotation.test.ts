import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { connect, type Pool } from '@prikke/schema'
import { createDatabase } from '@prikke/schema/test'
import { type Stack, startApp, startStack, until } from '@prikke/service/test'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { type Client, signUp } from './client.ts'
import { startTarget, type Target } from './target.ts'

const oldKey = Buffer.alloc(32, 1).toString('base64')
const newKey = Buffer.alloc(32, 2).toString('base64')
const both = { SECRET_KEY: newKey, SECRET_KEY_PREVIOUS: oldKey }
const root = fileURLToPath(new URL('..', import.meta.url))

let target: Target
let database: Awaited<ReturnType<typeof createDatabase>>
let pool: Pool

beforeEach(async () => {
  target = await startTarget()
  database = await createDatabase()
  pool = connect(database.url, { applicationName: 'test', max: 2 })
  return async () => {
    await pool.close()
    await target.close()
    await database.drop()
  }
})

async function start(keys: Record<string, string>): Promise<Stack> {
  const stack = await startStack(database.url, keys)
  onTestFinished(stack.end)
  return stack
}

/** The walk as an operator runs it. */
async function reseal(keys: Record<string, string>) {
  const walk = spawn('node', ['apps/api/src/secrets/reseal-main.ts'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, DATABASE_URL: database.url, ...keys },
  })
  const exited = once(walk, 'exit')
  const [out, err, [code]] = await Promise.all([text(walk.stdout), text(walk.stderr), exited])
  return { code, said: `${out}${err}` }
}

async function makeJob(client: Client, path: string): Promise<string> {
  const { id } = await client.must<{ id: string }>('POST', '/api/jobs', {
    name: 'rotated',
    url: target.url + path,
    headers: { Authorization: 'Bearer the-secret' },
    scheduleType: 'cron',
    cronExpression: '0 0 1 1 *',
  })
  return id
}

type Execution = { id: string; status: string; attempt: number; errorCode: string | null }
const run = (client: Client, job: string) =>
  client.must<Execution>('POST', `/api/jobs/${job}/trigger`)
const ended = (client: Client, id: string) =>
  until(async () => {
    const execution = await client.must<Execution>('GET', `/api/executions/${id}`)
    return ['pending', 'running'].includes(execution.status) ? null : execution
  }, `execution ${id} to end`)

const keyIdsIn = async () => {
  const [row] = await pool.sql<{ ids: string[] }[]>`
    select array_agg(distinct split_part(sealed, '.', 2)) as ids from (
      select signing_secret as sealed from organizations
      union all select header ->> 'sealed' from jobs, jsonb_each(headers) h(name, header)
      union all select header ->> 'sealed'
        from execution_requests, jsonb_each(request -> 'headers') h(name, header)
      union all select sealed_url from channels where kind <> 'email'
      union all select sealed from instance_keys) all_of_them`
  return row?.ids ?? []
}

test('keys are changed while everything runs: nothing fails, and the old one is needed no more', async () => {
  // Each process first learns the key to come, so that whoever seals under it is understood by all.
  const stack = await start({ SECRET_KEY: oldKey, SECRET_KEY_PREVIOUS: newKey })
  const client = await signUp(stack.url)
  const jobs = await Promise.all(Array.from({ length: 20 }, (_, n) => makeJob(client, `/${n}`)))
  await client.must('POST', '/api/channels', { url: `${target.url}/hook` })
  const before = await client.session.must('GET', '/api/signing-secret')
  const running = jobs.flatMap(job => [run(client, job), run(client, job)])
  const [walked] = await Promise.all([reseal(both), ...running])
  expect(walked).toMatchObject({ code: 0, said: expect.stringMatching(/No other secret key/) })
  const during = await Promise.all(running)
  const again = await Promise.all(jobs.map(job => run(client, job)))
  for (const { id } of [...during, ...again]) {
    expect(await ended(client, id)).toMatchObject({ status: 'success', attempt: 1 })
  }
  for (const { headers } of target.arrivals) expect(headers.authorization).toBe('Bearer the-secret')
  expect(await keyIdsIn()).toHaveLength(1)
  expect(await reseal({ SECRET_KEY: newKey })).toEqual({ code: 0, said: '' })
  await stack.end()

  const next = await startStack(database.url, {
    SECRET_KEY: newKey,
    PORT: new URL(stack.url).port,
    APP_URL: stack.url,
  })
  onTestFinished(next.end)
  expect(await client.session.must('GET', '/api/signing-secret')).toEqual(before)
  const { id } = await run(client, jobs[0] ?? '')
  expect(await ended(client, id)).toMatchObject({ status: 'success' })
})

test('a process that lacks the key gives its work back, and whoever has it does it', async () => {
  const stack = await start({ SECRET_KEY: oldKey })
  const client = await signUp(stack.url)
  const job = await makeJob(client, '/late')
  expect(await reseal(both)).toMatchObject({ code: 0 })
  const { id } = await run(client, job)
  const given = await until(async () => {
    const [row] = await pool.sql`
      select attempt, spent_count, extract(epoch from ready_at - now())::float8 as due_in
      from execution_queue where id = ${id} and worker is null and attempt > 0`
    return row
  }, 'the execution to be given back')
  expect(given).toMatchObject({ attempt: 1, spent_count: 0 })
  expect(given.due_in).toBeGreaterThan(5)
  expect(target.arrivals).toEqual([])
  const said = stack.apps.executor.log.find(({ msg }) => msg === 'a secret did not open')
  expect(said).toMatchObject({
    executionId: id,
    err: { message: expect.stringMatching(/not here/) },
  })
  await stack.apps.executor.end('SIGTERM')

  const executor = await startApp('executor', database.url, { ...both, APP_URL: stack.url })
  onTestFinished(() => executor.end('SIGTERM').then(() => undefined))
  await pool.sql`update execution_queue set ready_at = date_trunc('milliseconds', now())`
  expect(await ended(client, id)).toMatchObject({ status: 'success', attempt: 2 })
  expect(target.arrivals.map(({ headers }) => headers.authorization)).toEqual(['Bearer the-secret'])
})

test('a secret that was changed in the database fails its execution with the reason, and is told', async () => {
  const stack = await start({ SECRET_KEY: oldKey })
  const client = await signUp(stack.url)
  const [job, other] = [await makeJob(client, '/a'), await makeJob(client, '/b')]
  await client.must('POST', '/api/channels', { url: `${target.url}/hook` })
  await pool.sql`update jobs set headers = (select headers from jobs where id = ${other})
    where id = ${job}`
  const { id } = await run(client, job)
  expect(await ended(client, id)).toMatchObject({
    status: 'failed',
    errorCode: 'secret_unreadable',
    attempt: 1,
  })
  await until(() => target.arrivals.find(({ path }) => path === '/hook'), 'the alert')
  expect(target.arrivals.map(({ path }) => path)).toEqual(['/hook'])
})

test('with the wrong key api, executor and notifier refuse to start, in plain words', async () => {
  expect(await reseal({ SECRET_KEY: oldKey })).toMatchObject({ code: 0 })
  for (const name of ['api', 'executor', 'notifier'] as const) {
    const refused = startApp(name, database.url, { SECRET_KEY: newKey, PORT: '0' })
    await expect(refused, name).rejects.toThrow(
      /left with 78 .*This database is sealed under another secret key/,
    )
  }
})
