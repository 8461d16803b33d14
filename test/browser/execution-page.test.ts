import { readFile } from 'node:fs/promises'
import { until } from '@prikke/service/test'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTarget, type Target } from '../target.ts'
import { ask, makeJob, runNow, signUp, type Visit, visit } from './person.ts'
import { useStage } from './use-stage.ts'

const stage = useStage()
let target: Target

beforeAll(async () => {
  target = await startTarget()
  target.answer('/flaky', ({ attempt }, response) => {
    response.setHeader('retry-after', '0')
    response.writeHead(attempt === 1 ? 503 : 200).end(`{"attempt":${attempt}}`)
  })
  target.answer('/page', (_, response) => {
    response.setHeader('content-type', 'text/html')
    response.end('<h1 id="planted">Planted</h1><script>document.title = "taken"</script>')
  })
  target.answer('/long', (_, response) => response.end('x'.repeat(100_000)))
  target.answer('/hang', () => {})
})

afterAll(async () => {
  await target?.close()
})

type Execution = { id: string; status: string; attempt: number }

async function enter(values: Record<string, unknown> & { url: string }, width = 1280) {
  const person = await visit(stage, { width })
  await signUp(person)
  const job = await makeJob(person, values)
  return { person, page: person.page, job }
}

const over = (person: Visit, id: string) =>
  until(async () => {
    const execution = await ask<Execution>(person, 'GET', `executions/${id}`)
    return ['pending', 'running'].includes(execution.status) ? null : execution
  }, 'the execution to be over')

async function ran(person: Visit, jobId: string): Promise<string> {
  const { id } = await runNow(person, jobId)
  await over(person, id)
  return id
}

const open = async ({ page, url }: Visit, id: string) => {
  await page.goto(`${url}/executions/${id}`)
  await page.getByRole('heading', { level: 1, name: /^Execution of/ }).waitFor()
}

test('every attempt is there with the wait before it, its phases, its request and its answer', async () => {
  const { person, page, job } = await enter({
    url: `${target.url}/flaky`,
    method: 'POST',
    body: '{"a":1}',
    headers: { Authorization: 'Bearer hidden-value', 'X-Team': "it's ops" },
    retryAttempts: 1,
  })
  const { email } = await ask<{ user: { email: string } }>(person, 'GET', 'me').then(me => me.user)
  await open(person, await ran(person, job.id))
  await page.getByText(`Run now, by ${email}`).waitFor()
  const attempts = page.getByRole('button', { name: /^Attempt \d/ })
  expect(await attempts.allTextContents()).toEqual([
    expect.stringMatching(/^Attempt 1503, /),
    expect.stringMatching(/^Attempt 2200, /),
  ])
  expect(await page.getByText(/later$/).count()).toBe(1)
  for (const phase of ['Queued', 'DNS', 'Connect', 'TLS', 'First byte', 'Total']) {
    await page.getByRole('term').filter({ hasText: phase }).first().waitFor()
  }
  await page.getByText('"attempt": 2').waitFor()
  await attempts.first().click()
  await page.getByText('"attempt": 1').waitFor()
  expect(page.url()).toContain('attempt=1')
  await page.getByRole('tab', { name: 'Request' }).click()
  await page.getByText('•••••• (secret)').first().waitFor()
  expect(await page.content()).not.toContain('hidden-value')

  await person.context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.getByRole('button', { name: 'Copy as curl' }).click()
  const curl = await page.evaluate<string>('navigator.clipboard.readText()')
  expect(curl).toMatch(/^curl \\\n {2}'http:\/\/127\.0\.0\.1:\d+\/flaky'/)
  expect(curl).toContain(`-H 'X-Team: it'\\''s ops'`)
  expect(curl).toContain('-H "Authorization: $AUTHORIZATION"')
  expect(curl).toContain(`--data-raw '{"a":1}'`)
})

test('an answer is text, whatever it is: never a page of its own', async () => {
  const { person, page, job } = await enter({ url: `${target.url}/page` })
  await open(person, await ran(person, job.id))
  await page.getByText('<h1 id="planted">').waitFor()
  expect(await page.locator('#planted').count()).toBe(0)
  expect(await page.title()).toMatch(/^Execution of/)
  const download = page.waitForEvent('download')
  await page.getByRole('tabpanel').getByRole('button', { name: 'Download' }).click()
  const file = await download
  expect(file.suggestedFilename()).toMatch(/^response-.*\.txt$/)
  expect(await readFile(await file.path(), 'utf8')).toContain('<h1 id="planted">')
  expect(person.complaints).toEqual([])
})

test('what was cut off is said to be', async () => {
  const { person, page, job } = await enter({ url: `${target.url}/long` })
  await open(person, await ran(person, job.id))
  await page.getByText('Cut off: the first 64 KiB were kept.').waitFor()
})

test('a replay opens the new run, and both name one another', async () => {
  const { person, page, job } = await enter({ url: `${target.url}/ok` })
  const id = await ran(person, job.id)
  await open(person, id)
  await page.keyboard.press('r')
  await page.waitForURL(url => /\/executions\//.test(url.href) && !url.href.includes(id))
  await page.getByText('This ran again').waitFor()
  const again = new URL(page.url()).pathname.split('/').at(-1) ?? ''
  await over(person, again)
  await page.getByRole('link', { name: 'an earlier execution' }).click()
  await page.waitForURL(`**/executions/${id}`)
  const replays = page.getByRole('region', { name: 'Replays of this' })
  await replays.getByText('Success').waitFor()
  await replays.getByRole('link').click()
  await page.waitForURL(`**/executions/${again}`)
})

test('edited, one run sends what was typed and keeps the secrets; the job stays', async () => {
  const { person, page, job } = await enter({
    url: `${target.url}/ok`,
    method: 'POST',
    body: 'as ever',
    headers: { Authorization: 'Bearer kept-value', 'X-Team': 'ops' },
  })
  await open(person, await ran(person, job.id))
  await page.getByRole('button', { name: 'Edit and replay' }).click()
  const dialog = page.getByRole('dialog', { name: 'Edit and replay' })
  await dialog.getByLabel('URL').fill('http://10.0.0.1/')
  await dialog.getByLabel('Body').fill('another')
  await dialog.getByRole('button', { name: 'Replay' }).click()
  await dialog
    .getByText(/private|may not be called/i)
    .first()
    .waitFor()
  await dialog.getByText('This is another host than the job calls.').waitFor()
  await dialog.getByLabel('URL').fill(`${target.url}/edited`)
  await dialog.getByLabel('Method').selectOption('PUT')
  await dialog.getByLabel('Value 2').fill('payments')
  await dialog.getByLabel('Body').press('Control+Enter')
  await page.getByText('This ran again, with an edited request,').waitFor()
  const again = new URL(page.url()).pathname.split('/').at(-1) ?? ''
  await over(person, again)
  const [arrival] = target.arrivals.filter(({ path }) => path === '/edited')
  expect(arrival).toMatchObject({ method: 'PUT', body: 'another' })
  expect(arrival?.headers).toMatchObject({
    authorization: 'Bearer kept-value',
    'x-team': 'payments',
  })
  await page.getByRole('tab', { name: 'Request' }).click()
  await page.getByText(`PUT ${target.url}/edited`).waitFor()
  const after = await ask<{ url: string; version: number }>(person, 'GET', `jobs/${job.id}`)
  expect(after).toMatchObject({ url: `${target.url}/ok`, version: 1 })
})

test('one that runs can be cancelled', async () => {
  const { person, page, job } = await enter({ url: `${target.url}/hang` })
  const { id } = await runNow(person, job.id)
  await open(person, id)
  await page.getByRole('button', { name: 'Cancel' }).click()
  await page.getByText('Cancelled', { exact: true }).first().waitFor()
  await page.getByRole('button', { name: 'Replay', exact: true }).waitFor()
})

test('the brackets lead to the older and the newer execution of the job', async () => {
  const { person, page, job } = await enter({ url: `${target.url}/ok` })
  const ids = [await ran(person, job.id), await ran(person, job.id), await ran(person, job.id)]
  await open(person, ids[1] ?? '')
  await page.getByRole('link', { name: 'Newer execution of this job' }).waitFor()
  await page.keyboard.press('[')
  await page.waitForURL(`**/executions/${ids[0]}`)
  expect(await page.getByRole('link', { name: 'Older execution of this job' }).count()).toBe(0)
  await page.getByRole('link', { name: 'Newer execution of this job' }).click()
  await page.waitForURL(`**/executions/${ids[1]}`)
  await page.getByRole('link', { name: 'Newer execution of this job' }).waitFor()
  await page.keyboard.press(']')
  await page.waitForURL(`**/executions/${ids[2]}`)
})

test('one past retention was removed after so many days; one that never was is just not there', async () => {
  const { person, page } = await enter({ url: `${target.url}/ok` })
  const born = (daysAgo: number) => {
    const hex = Math.floor(Date.now() - daysAgo * 86_400_000)
      .toString(16)
      .padStart(12, '0')
    return `${hex.slice(0, 8)}-${hex.slice(8)}-7abc-8def-0123456789ab`
  }
  const { historyDays } = await ask<{ historyDays: number }>(person, 'GET', 'usage')
  await page.goto(`${person.url}/executions/${born(historyDays + 2)}`)
  await page.getByText(`It was removed after ${historyDays} days`).waitFor()
  await page.goto(`${person.url}/executions/${born(historyDays - 2)}`)
  await page.getByText('No such execution in Acme').waitFor()
  expect(await page.getByText('It was removed').count()).toBe(0)
})
