import { connect } from '@prikke/schema'
import { startApp, until } from '@prikke/service/test'
import type { BrowserContext } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openMailSink } from '../mail-sink.ts'
import { ask, type Visit, visit, watch } from './person.ts'
import { useOwnStage } from './use-stage.ts'

const token = 'never-to-be-shown'
const sink = await openMailSink()
const stage = useOwnStage({ SMTP_URL: sink.url, METRICS_TOKEN: token })
afterAll(() => sink.close())

let operator: Awaited<ReturnType<BrowserContext['storageState']>>
const email = 'ada@example.com'

beforeAll(async () => {
  const context = await stage.browser.newContext()
  const person = await watch(stage, context)
  await ask(person, 'POST', 'auth/register', { email, name: 'Ada', organizationName: 'Acme' })
  const { raw } = await until(() => sink.received[0], 'the mail that confirms')
  const link = /#token=(\S+)/.exec(raw.replaceAll('=\r\n', '').replaceAll('=3D', '='))?.[1]
  await ask(person, 'POST', 'auth/magic-link/verify', { token: link })
  operator = await context.storageState()
  await context.close()
})

async function asOperator(width = 1280): Promise<Visit> {
  const context = await stage.browser.newContext({
    storageState: operator,
    viewport: { width, height: 900 },
    reducedMotion: 'reduce',
  })
  const person = await watch(stage, context)
  await person.page.goto(`${stage.stack.url}/system`)
  await person.page.getByRole('heading', { name: 'System', level: 1 }).waitFor()
  return person
}

test('an operator sees every process at work, and the page looks again by itself', async () => {
  const { page, context, foreign, complaints } = await asOperator()
  const processes = page.getByRole('region', { name: 'Processes' })
  for (const name of ['API', 'Scheduler', 'Executor', 'Notifier']) {
    await processes.getByRole('heading', { name, exact: true }).waitFor()
  }
  const ready = () => processes.getByText('Ready', { exact: true }).count()
  await until(async () => (await ready()) === 4, 'each to say that it is ready')
  await processes.getByText('Last tick').waitFor()
  await page.getByRole('region', { name: 'Database' }).getByText('PostgreSQL 18').waitFor()
  let asked = 0
  page.on('request', request => {
    if (request.url().endsWith('/api/system')) asked += 1
  })
  await until(() => asked >= 2, 'two more looks', 15_000)
  expect([foreign, complaints]).toEqual([[], []])
  await context.close()
})

test('the configuration in force is shown, and no secret of it', async () => {
  const { page, context } = await asOperator()
  const panel = page.getByRole('region', { name: 'Configuration' })
  await panel.getByText('METRICS_TOKEN', { exact: true }).waitFor()
  await panel.getByText('SECRET_KEY', { exact: true }).waitFor()
  expect(await panel.getByText('set, and secret').count()).toBeGreaterThan(1)
  const { pathname, password } = new URL(stage.databaseUrl)
  await panel.getByText(pathname.slice(1)).first().waitFor()
  const shown = (await page.locator('body').textContent()) ?? ''
  for (const secret of [token, `:${password}@`]) expect(shown).not.toContain(secret)
  await context.close()
})

test('both self-tests say what really came of them', async () => {
  const { page, context } = await asOperator()
  const panel = page.getByRole('region', { name: 'Self-tests' })
  await panel.getByRole('button', { name: 'Call the echo' }).click()
  await panel.getByText('APP_URL was found, and its echo answered.').waitFor()
  await panel.getByText('First byte').waitFor()
  const before = sink.received.length
  await panel.getByRole('button', { name: 'Send a mail' }).click()
  await panel.getByText('The relay took it').waitFor()
  await panel.getByText('250').first().waitFor()
  expect(sink.received.slice(before).map(({ to }) => to)).toEqual([[email]])
  expect(sink.received.at(-1)?.raw).toContain('arrives')
  await context.close()
})

test('a process that was killed is told of, with what does not happen without it', async () => {
  const { page, context } = await asOperator(360)
  const { url, apps } = stage.stack
  await apps.executor.end('SIGKILL')
  const pool = connect(stage.databaseUrl, { applicationName: 'test', max: 1 })
  // What is silent for half a minute is gone: the test need not wait for that.
  const own = await pool.sql`
    update nodes set seen_at = now() - interval '45 seconds'
    where app = 'executor' returning id`
  expect(own).toHaveLength(1)
  await pool.close()
  await page.getByText('Gone', { exact: true }).waitFor()
  await page.getByText('No executor runs: what is due waits.').waitFor()
  await page.getByText('Something is broken').waitFor()
  const env = { PORT: new URL(url).port, APP_URL: url }
  apps.executor = await startApp('executor', stage.databaseUrl, env)
  await page.getByText('Something is broken').waitFor({ state: 'detached' })
  await context.close()
})

test('who is no operator is told whose page it is, and the API tells them nothing', async () => {
  const person = await visit(stage)
  const registered = { email: 'ben@example.com', name: 'Ben', organizationName: 'Other' }
  await ask(person, 'POST', 'auth/register', registered)
  const { raw } = await until(
    () => sink.received.find(({ to }) => to.includes(registered.email)),
    'the mail that confirms',
  )
  const link = /#token=(\S+)/.exec(raw.replaceAll('=\r\n', '').replaceAll('=3D', '='))?.[1]
  await ask(person, 'POST', 'auth/magic-link/verify', { token: link })
  await person.page.goto(`${stage.stack.url}/system`)
  await person.page.getByText('This page is for who runs this Prikke').waitFor()
  const nav = person.page.getByRole('navigation', { name: 'Main' })
  expect(await nav.getByRole('link', { name: 'System' }).count()).toBe(0)
  await expect(ask(person, 'GET', 'system')).rejects.toThrow('403')
})
