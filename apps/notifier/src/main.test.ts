import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { makeOrganization, openDatabase } from '@prikke/schema/test'
import { expect, onTestFinished, test, vi } from 'vitest'
import { readAlert, storeAlerts } from '../test/alerts.ts'
import { openHttpSink } from '../test/http-sink.ts'

type Line = { msg: string; [field: string]: unknown }

const main = fileURLToPath(new URL('./main.ts', import.meta.url))
const withinMs = { timeout: 15_000, interval: 20 }
// The deadline of the wait is to speak first.
vi.setConfig({ testTimeout: 30_000 })

/** The real process. Its environment is what is given here and nothing else. */
function startProcess(env: Record<string, string>) {
  const child = spawn(process.execPath, [main], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const closed = once(child, 'close')
  const lines: Line[] = []
  let complaint = ''
  createInterface({ input: child.stdout }).on('line', line => lines.push(JSON.parse(line)))
  child.stderr.on('data', chunk => {
    complaint += String(chunk)
  })
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await closed
  })
  return {
    lines,
    stop: () => child.kill('SIGTERM'),
    exitCode: async () => (await closed)[0] as number | null,
    complaint: () => complaint,
  }
}

test('the process sends, writes mail to the log, tells how it is, and stops in order', async () => {
  const { pool, url } = await openDatabase()
  const organizationId = await makeOrganization(pool)
  const sink = await openHttpSink(() => ({ status: 204 }))
  const [byMail, byHook] = (await storeAlerts(pool, organizationId, [
    { kind: 'email', target: 'ada@example.com' },
    { kind: 'webhook', target: sink.url },
  ])) as [string, string]
  const notifier = startProcess({
    DATABASE_URL: url,
    APP_URL: 'https://prikke.example',
    PRIKKE_ALLOW_TARGETS: '127.0.0.0/8',
  })
  const statuses = async () =>
    Promise.all([byMail, byHook].map(async id => (await readAlert(pool, id)).status))
  await expect.poll(statuses, withinMs).toEqual(['sent', 'sent'])

  expect((await readAlert(pool, byMail)).answer).toBe('written to the log: SMTP_URL is not set')
  const mail = notifier.lines.find(({ msg }) => msg === 'mail')
  expect(mail).toMatchObject({
    to: 'ada@example.com',
    subject: 'Job “Nightly report” failed: answered 500 after 3 attempts',
    text: expect.stringContaining('https://prikke.example/executions/'),
  })
  expect((await readAlert(pool, byHook)).worker).toMatch(/^notifier-.+-\d+-[0-9a-f]{6}$/)

  const started = notifier.lines.find(({ msg }) => msg === 'starting')
  const health = `http://127.0.0.1:${started?.healthPort}`
  expect((await fetch(`${health}/ready`)).status).toBe(200)
  const metrics = await (await fetch(`${health}/metrics`)).text()
  expect(metrics).toContain('prikke_alerts_total{kind="email",outcome="sent"} 1')
  expect(metrics).toContain('prikke_alerts_total{kind="webhook",outcome="sent"} 1')

  notifier.stop()
  expect(await notifier.exitCode()).toBe(0)
  expect(notifier.lines.at(-1)?.msg).toBe('stopped')
  const left = await pool.sql`
    select from pg_stat_activity
    where datname = current_database() and application_name like 'prikke-notifier%'`
  expect(left).toHaveLength(0)
})

test('a wrong configuration is told by name, all at once, with exit code 78', async () => {
  const notifier = startProcess({ SMTP_URL: 'mail.example', PRIKKE_ALLOW_TARGETS: '0.0.0.0/0' })
  expect(await notifier.exitCode()).toBe(78)
  for (const name of ['DATABASE_URL', 'SMTP_URL', 'PRIKKE_ALLOW_TARGETS']) {
    expect(notifier.complaint()).toContain(name)
  }
})
