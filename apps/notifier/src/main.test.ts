import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { instanceKeys } from '@prikke/schema'
import { makeOrganization, openDatabase } from '@prikke/schema/test'
import { createVault, places } from '@prikke/vault'
import { expect, onTestFinished, test, vi } from 'vitest'
import { readAlert, storeAlerts } from '../test/alerts.ts'
import { openHttpSink } from '../test/http-sink.ts'
import { openMailSink } from '../test/mail-sink.ts'
import { readMail, storeMail } from '../test/mails.ts'

type Line = { msg: string; [field: string]: unknown }

const secretKey = Buffer.alloc(32, 7)
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

const least = (url: string) => ({
  DATABASE_URL: url,
  APP_URL: 'https://prikke.example',
  SECRET_KEY: secretKey.toString('base64'),
})

test('the process sends, writes mail to the log, tells how it is, and stops in order', async () => {
  const { pool, url } = await openDatabase()
  const organizationId = await makeOrganization(pool)
  const sink = await openHttpSink(() => ({ status: 204 }))
  const [byMail, byHook] = (await storeAlerts(pool, organizationId, [
    { kind: 'email', target: 'ada@example.com' },
    { kind: 'webhook', target: sink.url },
  ])) as [string, string]
  const notifier = startProcess({ ...least(url), PRIKKE_ALLOW_TARGETS: '127.0.0.0/8' })
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

const token = 'the-token-of-the-link'
const link = `https://prikke.example/link#token=${token}`

test('without a relay the log holds the link of a mail, and the table does not', async () => {
  const { pool, url } = await openDatabase()
  const vault = createVault([secretKey])
  const id = await storeMail(pool, vault, { kind: 'sign_in', token, code: '123456' })
  const notifier = startProcess(least(url))
  await expect.poll(async () => (await readMail(pool, id)).status, withinMs).toBe('sent')
  const lines = notifier.lines.filter(({ msg }) => msg === 'mail')
  expect(lines).toMatchObject([
    { to: 'ada@example.com', link, text: expect.stringContaining('123456') },
  ])
  expect(JSON.stringify(await pool.sql`select * from mails`)).not.toContain(token)
  expect(await readMail(pool, id)).toMatchObject({
    sealed: null,
    answer: 'written to the log: SMTP_URL is not set',
  })
})

test('killed between the relay’s answer and its record, it sends the same mail again', async () => {
  const { pool, url } = await openDatabase()
  const sink = await openMailSink(() => null)
  const env = { ...least(url), SMTP_URL: sink.url }
  const vault = createVault([secretKey])
  const first = startProcess({ ...env, PRIKKE_CRASH_POINT: 'mail-sent' })
  const id = await storeMail(pool, vault, { kind: 'sign_in', token, code: '123456' })
  expect(await first.exitCode()).toBeNull()
  expect(sink.received).toHaveLength(1)
  expect(await readMail(pool, id)).toMatchObject({ status: 'pending', attempt: 1 })

  await pool.sql`update mails set ready_at = date_trunc('milliseconds', now())`
  startProcess(env)
  await expect.poll(async () => (await readMail(pool, id)).status, withinMs).toBe('sent')
  expect(sink.received.map(({ to }) => to)).toEqual([['ada@example.com'], ['ada@example.com']])
  for (const { raw } of sink.received) {
    expect(raw).toContain(`Message-ID: <${id}@prikke.example>`)
    expect(raw).toContain('Subject: Sign in to Prikke at prikke.example')
  }
})

test('a mail sealed under another secret key is tried again, and says why', async () => {
  const { pool, url } = await openDatabase()
  const foreign = createVault([Buffer.alloc(32, 8)])
  const id = await storeMail(pool, foreign, { kind: 'reset_password', token })
  const notifier = startProcess(least(url))
  const tried = () => notifier.lines.find(({ msg }) => msg === 'mail tried')
  await expect.poll(tried, withinMs).toMatchObject({ answer: 'Sealed under another key' })
  await expect.poll(async () => (await readMail(pool, id)).answer, withinMs).toBeTruthy()
  expect(await readMail(pool, id)).toMatchObject({ status: 'pending', attempt: 1 })
})

test('a database of another secret key is refused in plain words, with exit code 78', async () => {
  const { pool, url } = await openDatabase()
  const sealed = createVault([Buffer.alloc(32, 8)]).seal('key', places.fingerprintKey)
  await pool.db.insert(instanceKeys).values({ purpose: 'fingerprint', sealed })
  const notifier = startProcess(least(url))
  expect(await notifier.exitCode()).toBe(78)
  const said = notifier.lines.at(-1)?.msg
  expect(said).toMatch(/sealed under another secret key, [0-9a-f]{8}.*SECRET_KEY_PREVIOUS/)
})

test('a wrong configuration is told by name, all at once, with exit code 78', async () => {
  const notifier = startProcess({ SMTP_URL: 'mail.example', PRIKKE_ALLOW_TARGETS: '0.0.0.0/0' })
  expect(await notifier.exitCode()).toBe(78)
  for (const name of ['DATABASE_URL', 'SECRET_KEY', 'SMTP_URL', 'PRIKKE_ALLOW_TARGETS']) {
    expect(notifier.complaint()).toContain(name)
  }
})
