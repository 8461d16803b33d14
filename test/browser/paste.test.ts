import { until } from '@prikke/service/test'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTarget, type Target } from '../target.ts'
import { accessibilityFaults, sidewaysOverflow } from './accessibility.ts'
import { ask, signUp, type Visit, type VisitOptions, visit } from './person.ts'
import { useStage } from './use-stage.ts'

const stage = useStage()
let target: Target

beforeAll(async () => {
  target = await startTarget()
})

afterAll(async () => {
  await target?.close()
})

type Job = { id: string; name: string; enabled: boolean; timezone: string; overlap: string }

async function at(path: string, options: VisitOptions = {}): Promise<Visit> {
  const person = await visit(stage, options)
  await signUp(person)
  await person.page.goto(`${stage.stack.url}${path}`)
  await person.page.getByRole('heading', { level: 1 }).waitFor()
  return person
}

const dialog = (page: Page) => page.getByRole('dialog', { name: 'Fill in from a command' })
const value = (page: Page, label: string) => page.getByLabel(label, { exact: true }).inputValue()

/** As a person does it, by the clipboard. */
async function paste({ page, context }: Visit, label: string, text: string): Promise<void> {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(text)})`)
  await page.getByLabel(label, { exact: true }).press('ControlOrMeta+V')
}

const curl = (url: string) =>
  `curl -k -X PUT '${url}/pasted?a=1' -H 'X-Team: billing' -H 'Authorization: Bearer c4nary' -m 12 --json '{"a":1}'`

test('a curl fills the form in, and says what it took and what it left out', async () => {
  const { page, complaints } = await at('/jobs/new')
  await page.getByRole('button', { name: 'Paste a curl' }).click()
  await dialog(page).getByRole('textbox').fill(curl(target.url))
  await dialog(page).getByText('as header X-Team').waitFor()
  await dialog(page).getByText('Prikke always checks certificates').waitFor()
  await dialog(page).getByRole('button', { name: 'Fill in the form' }).click()
  expect(await value(page, 'URL')).toBe(`${target.url}/pasted?a=1`)
  expect(await value(page, 'Method')).toBe('PUT')
  expect(await value(page, 'Timeout in seconds')).toBe('12')
  expect(await value(page, 'Header 1')).toBe('X-Team')
  expect(await value(page, 'Value 1')).toBe('billing')
  expect(await page.getByLabel('Value 2').getAttribute('type')).toBe('password')
  await page.getByRole('button', { name: 'Send a test' }).click()
  await page.getByRole('button', { name: 'Send it' }).click()
  await page.getByText('status 200 ·').waitFor()
  const [arrived] = target.arrivals.filter(({ path }) => path === '/pasted?a=1')
  expect(arrived).toMatchObject({ method: 'PUT', body: '{"a":1}' })
  expect(arrived?.headers).toMatchObject({ 'x-team': 'billing', authorization: 'Bearer c4nary' })
  expect(complaints).toEqual([])
})

test('what was read before what stands there now is not what is taken', async () => {
  const { page } = await at('/jobs/new')
  await page.getByRole('button', { name: 'Paste a curl' }).click()
  const fill = dialog(page).getByRole('button', { name: 'Fill in the form' })
  await dialog(page).getByRole('textbox').fill('curl https://one.example.com/')
  await until(() => fill.isEnabled(), 'the first to be read')
  const held = Promise.withResolvers<void>()
  await page.route('**/api/imports/preview', async route => {
    await held.promise
    await route.continue()
  })
  await dialog(page).getByRole('textbox').fill('curl -X POST https://two.example.com/')
  await page.waitForRequest('**/api/imports/preview')
  expect(await fill.isDisabled()).toBe(true)
  held.resolve()
  await fill.click()
  expect(await value(page, 'URL')).toBe('https://two.example.com/')
  expect(await value(page, 'Method')).toBe('POST')
})

test('a curl that is pasted where the URL belongs is read as one', async () => {
  const person = await at('/jobs/new')
  const { page } = person
  await paste(person, 'URL', 'https://a.example/curl')
  expect(await value(page, 'URL')).toBe('https://a.example/curl')
  await paste(person, 'URL', `curl -I ${target.url}/head`)
  await dialog(page).getByText('as method HEAD').waitFor()
  await dialog(page).getByRole('button', { name: 'Fill in the form' }).click()
  expect([await value(page, 'URL'), await value(page, 'Method')]).toEqual([
    `${target.url}/head`,
    'HEAD',
  ])
})

test('of several calls one is chosen, and a line of a crontab brings its schedule', async () => {
  const { page } = await at('/jobs/new')
  await page.getByRole('button', { name: 'Paste a curl' }).click()
  await dialog(page).getByRole('textbox').fill('curl https://a.example\ncurl https://b.example')
  await dialog(page).getByLabel('GET https://b.example').check()
  await dialog(page).getByRole('button', { name: 'Fill in the form' }).click()
  expect(await value(page, 'URL')).toBe('https://b.example')

  await page.getByRole('button', { name: 'Paste a curl' }).click()
  await dialog(page)
    .getByRole('textbox')
    .fill('CRON_TZ=Asia/Tokyo 17 4 * * 1 curl https://c.example')
  await dialog(page).getByText('as the schedule').waitFor()
  await dialog(page).getByRole('button', { name: 'Fill in the form' }).click()
  await page.getByText('At 04:17, only on Monday').first().waitFor()
})

test('what is no call says so, and fills nothing in', async () => {
  const { page } = await at('/jobs/new')
  await page.getByRole('button', { name: 'Paste a curl' }).click()
  await dialog(page).getByRole('textbox').fill('0 3 * * * /opt/backup.sh')
  await dialog(page).getByText('Prikke only calls URLs').waitFor()
  expect(await dialog(page).getByRole('button', { name: 'Fill in the form' }).isDisabled()).toBe(
    true,
  )
})

const crontab = (url: string) => `MAILTO=ops@example.com
# Nightly report
30 2 * * * curl -fsS ${url}/report >/dev/null 2>&1
*/5 * * * * flock -n /tmp/a curl -k ${url}/shop
0 3 * * * /opt/backup.sh
@reboot curl ${url}/start
@hourly curl http://10.0.0.1/
`

test('a crontab becomes the jobs that are chosen, and says of each other line why not', async () => {
  const person = await at('/jobs/import')
  const { page } = person
  await page.getByLabel('Crontab', { exact: true }).fill(crontab(target.url))
  await page.getByRole('button', { name: 'Read it' }).click()
  await page.getByRole('heading', { name: '2 jobs can be made' }).waitFor()
  await page.getByText('3 cannot, each with its reason').waitFor()
  for (const words of [
    '“/opt/backup.sh”',
    'when a machine starts',
    'private or reserved address',
  ]) {
    await page.getByText(words).waitFor()
  }
  expect(await page.getByRole('checkbox', { name: /^Import line/ }).count()).toBe(2)
  await page.getByText('Every 5 minutes').waitFor()
  expect(await ask(person, 'GET', 'jobs')).toMatchObject({ data: [] })

  await page.getByRole('button', { name: 'Import 2 jobs' }).click()
  await page.getByText('2 made.').waitFor()
  const { data } = await ask<{ data: Job[] }>(person, 'GET', 'jobs?sort=createdAt')
  expect(data).toMatchObject([
    { name: 'Nightly report', enabled: false, overlap: 'allow' },
    { name: `${new URL(target.url).host}/shop`, enabled: false, overlap: 'skip' },
  ])
  await page.getByRole('link', { name: 'Nightly report' }).click()
  await page.waitForURL(`**/jobs/${data[0]?.id}`)
  expect([person.foreign, person.complaints]).toEqual([[], []])
})

test('only what is chosen is made, switched on where one says so, and once', async () => {
  const person = await at('/jobs/import')
  const { page } = person
  await page.getByLabel('Crontab', { exact: true }).fill(crontab(target.url))
  await page.getByRole('button', { name: 'Read it' }).click()
  await page.getByRole('checkbox', { name: /line 4/ }).uncheck()
  await page.getByLabel('Switch them on at once').check()
  // The answer to the first is lost on its way.
  await page.route(
    '**/api/jobs',
    async route => {
      await route.fetch()
      await route.abort()
    },
    { times: 1 },
  )
  await page.getByRole('button', { name: 'Import 1 job' }).click()
  await page.getByText('1 not made.').waitFor()
  await page.getByRole('button', { name: 'Import 1 job' }).click()
  await page.getByText('1 made.').waitFor()
  const { data } = await ask<{ data: Job[] }>(person, 'GET', 'jobs')
  expect(data).toMatchObject([{ name: 'Nightly report', enabled: true }])
})

test('a file is read, in the zone of the machine it comes from', async () => {
  const person = await at('/jobs/import')
  const { page } = person
  await page.getByLabel('Open a file').setInputFiles({
    name: 'shop',
    mimeType: 'text/plain',
    buffer: Buffer.from('0 4 * * * www-data curl https://a.example/\n'),
  })
  await page.getByLabel('Time zone').fill('Asia/Tokyo')
  await page.getByRole('button', { name: 'Read it' }).click()
  await page.getByText('Asia/Tokyo time').waitFor()
  await page
    .getByText('1 taken')
    .or(page.getByText(/\d taken/))
    .first()
    .click()
  await page.getByText('Nobody’s account is needed').waitFor()
})

test.each([
  ['light', 1280],
  ['dark', 1280],
  ['light', 360],
  ['dark', 360],
] as const)('dialog and table are accessible in %s at %i px', async (colorScheme, width) => {
  const { page } = await at('/jobs/import', { colorScheme, width, bypassCSP: true })
  await page.getByLabel('Crontab', { exact: true }).fill(crontab(target.url))
  await page.getByRole('button', { name: 'Read it' }).click()
  await page.getByText(/taken/).first().click()
  expect(await accessibilityFaults(page)).toEqual([])
  expect(await sidewaysOverflow(page)).toBe(0)
  await page.goto(`${stage.stack.url}/jobs/new`)
  await page.getByRole('button', { name: 'Paste a curl' }).click()
  await dialog(page).getByRole('textbox').fill(curl(target.url))
  await dialog(page).getByText('as header X-Team').waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
  expect(await sidewaysOverflow(page)).toBe(0)
})
