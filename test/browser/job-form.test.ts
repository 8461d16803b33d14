import { until } from '@prikke/service/test'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTarget, type Target } from '../target.ts'
import { ask, makeJob, signUp, type Visit, visit } from './person.ts'
import { useStage } from './use-stage.ts'

const stage = useStage()
let target: Target

beforeAll(async () => {
  target = await startTarget()
})

afterAll(async () => {
  await target?.close()
})

type Job = { id: string; name: string; enabled: boolean; timeoutMs: number; headers: object }

/** Somebody who has an account, at an empty form or at a path of their own. */
async function atForm(path = '/jobs/new'): Promise<Visit & { page: Page }> {
  const person = await visit(stage)
  await signUp(person)
  await person.page.goto(`${stage.stack.url}${path}`)
  await nameOf(person.page).waitFor()
  return person
}

const nameOf = (page: Page) => page.getByLabel('Name', { exact: true })
const urlOf = (page: Page) => page.getByLabel('URL', { exact: true })
const says = (page: Page, hasText: string) =>
  page.locator('[data-part=sentence]', { hasText }).waitFor()
const tab = (page: Page, name: string) => page.getByRole('tab', { name })
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()

async function typeCron(page: Page, expression: string): Promise<void> {
  await tab(page, 'Cron').click()
  await page.getByLabel('Cron expression').fill(expression)
}

const saved = async (page: Page) => {
  await page.waitForURL(/\/jobs\/[0-9a-f-]{36}$/)
  return new URL(page.url()).pathname.slice(1)
}

const isFocused = async (page: Page, field: Locator) =>
  (await page.locator(':focus').getAttribute('id')) === (await field.getAttribute('id'))

const words = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor()

test('a job is made and run at once, and its Success appears', async () => {
  const person = await atForm()
  const { page, foreign, complaints } = person
  await nameOf(page).fill('Nightly report')
  await urlOf(page).fill(`${target.url}/report`)
  await typeCron(page, '*/5 * * * *')
  await press(page, 'Create and run now')
  await saved(page)
  await words(page, 'Success')
  expect(target.arrivals.filter(({ path }) => path === '/report')).toHaveLength(1)
  expect(foreign).toEqual([])
  expect(complaints).toEqual([])
})

test('the preview says where cron means OR, which field is wrong, and what never runs', async () => {
  const { page } = await atForm()
  await typeCron(page, '0 9 13 * 5')
  await says(page, 'on day 13 of the month OR on Friday')
  await words(page, 'Cron runs when EITHER matches')
  const field = page.getByLabel('Cron expression')
  await field.fill('0 24 * * *')
  await words(page, 'In the hour field, at character 3: 24 is outside 0–23.')
  expect(await page.getByRole('button', { name: '24 Hour' }).getAttribute('class')).toContain('bad')
  await field.fill('0 0 31 2 *')
  await says(page, 'Never')
  await field.fill('0 0 31 * *')
  await words(page, 'Day 31 does not come in February, April')
})

test('the preview shows runs in the zone of the job and of whoever looks, and both clock changes', async () => {
  const { page } = await atForm()
  await page.getByLabel('Time zone').fill('Europe/Oslo')
  await typeCron(page, '30 2 * * *')
  await words(page, /02:30 does not exist in Europe\/Oslo. Prikke runs it at 03:00/)
  await words(page, /02:30 happens twice in Europe\/Oslo. Prikke runs it once/)
  expect(await page.getByText(/for you$/).count()).toBe(5)
  await page.getByLabel('Time zone').fill('UTC')
  await says(page, 'At 02:30 every day, UTC')
  expect(await page.getByText(/for you$/).count()).toBe(0)
})

test('a preview that is left standing is asked for again once its first run is over', async () => {
  const { page } = await atForm()
  await page.clock.install()
  await page.reload()
  await says(page, 'Every 15 minutes')
  const asked = page.waitForRequest('**/api/schedules/preview')
  await page.clock.fastForward('16:00')
  await asked
})

test('the field at the caret is pointed out and explained', async () => {
  const { page } = await atForm()
  await typeCron(page, '*/15 9-17 * * MON-FRI')
  const field = page.getByLabel('Cron expression')
  await field.press('Home')
  await words(page, 'Minute: every 15 minutes.')
  await field.press('End')
  await words(page, 'Weekday: Monday to Friday.')
  await page.getByRole('button', { name: '9-17 Hour' }).click()
  await words(page, 'Hour: hours 9 to 17.')
  await page.keyboard.type('@daily')
})

test('going from tab to tab keeps what a schedule means, or says what would be lost', async () => {
  const { page } = await atForm()
  await page.getByText('Weekdays', { exact: true }).click()
  await page.getByText('Sat', { exact: true }).click()
  await page.getByLabel('At', { exact: true }).fill('07:45')
  await tab(page, 'Cron').click()
  const field = page.getByLabel('Cron expression')
  expect(await field.inputValue()).toBe('45 7 * * 1-6')
  await field.fill('0 9 13 * 5')
  await tab(page, 'Simple').click()
  await words(page, 'says something that these choices cannot')
  await tab(page, 'Once').click()
  await page.getByLabel('Date and time').waitFor()
  expect(await page.getByLabel('Date and time').inputValue()).toMatch(/T09:00/)
  await tab(page, 'Cron').click()
  expect(await field.inputValue()).toBe('0 9 13 * 5')
  await tab(page, 'Simple').click()
  await page.getByText('Every month', { exact: true }).click()
  await tab(page, 'Cron').click()
  expect(await field.inputValue()).toBe('0 9 1 * *')
})

test('a zone is found by its city with the keyboard alone', async () => {
  const { page } = await atForm()
  const zone = page.getByRole('combobox', { name: 'Time zone' })
  await zone.focus()
  await zone.press('ArrowDown')
  expect(await zone.getAttribute('aria-expanded')).toBe('true')
  await page.keyboard.type('new york')
  await page.getByRole('option', { name: /New York America UTC−0[45]:00/ }).waitFor()
  await zone.press('Enter')
  expect(await zone.inputValue()).toBe('America/New_York')
  expect(await zone.getAttribute('aria-expanded')).toBe('false')
  await words(page, /^UTC−0[45]:00 now, UTC−0[45]:00 from/)
  await zone.press('ArrowDown')
  await page.keyboard.type('nowhere')
  await words(page, 'No zone has this in its name')
  await zone.press('Escape')
  expect(await zone.inputValue()).toBe('America/New_York')
})

test('what is refused stands in a summary that has the focus and leads to each field', async () => {
  const { page } = await atForm()
  await press(page, 'Create job')
  await words(page, '2 things need mending')
  await press(page, 'Name is required.')
  expect(await isFocused(page, nameOf(page))).toBe(true)
  await nameOf(page).fill('metadata')
  await urlOf(page).fill('http://169.254.169.254/')
  await press(page, 'Create job')
  await words(page, 'One thing needs mending')
  const focused = await page.evaluate('document.activeElement.textContent.slice(0, 23)')
  expect(focused).toBe('One thing needs mending')
  await page.getByRole('button', { name: /address/i }).click()
  const url = urlOf(page)
  expect(await isFocused(page, url)).toBe(true)
  expect(await url.getAttribute('aria-invalid')).toBe('true')
  const id = await url.getAttribute('aria-describedby')
  expect(await page.locator(`[id="${id}"]`).textContent()).toMatch(/address/i)
  await url.fill('https://example.com/')
  expect(await url.getAttribute('aria-invalid')).toBeNull()
})

test('a field is judged when it is left, and from then on with each change', async () => {
  const { page } = await atForm()
  const fault = page.getByText('URL must begin with https:// or http://.')
  await urlOf(page).pressSequentially('example.com')
  expect(await fault.count()).toBe(0)
  await urlOf(page).press('Tab')
  await fault.waitFor()
  await urlOf(page).fill('https://example.com')
  await fault.waitFor({ state: 'detached' })
  await urlOf(page).fill('example')
  await fault.waitFor()
})

test('what was typed outlives a reload, save its secrets, and leaving asks first', async () => {
  const { page } = await atForm()
  await nameOf(page).fill('Half done')
  await press(page, 'Add credentials')
  await page.getByLabel('Token', { exact: true }).fill('hush-hush')
  await page.getByLabel('Token', { exact: true }).press('Enter')
  await page.getByLabel('Value 1').waitFor()
  const stored = await page.evaluate<string>('JSON.stringify({ ...sessionStorage })')
  expect(stored).toContain('Half done')
  expect(stored).not.toContain('hush-hush')
  await page.reload()
  await words(page, 'This is what you typed before and did not save')
  expect(await nameOf(page).inputValue()).toBe('Half done')
  expect(await page.getByLabel('Value 1').inputValue()).toBe('')

  await page.getByRole('link', { name: 'Cancel' }).click()
  await press(page, 'Keep editing')
  expect(new URL(page.url()).pathname).toBe('/jobs/new')
  await page.getByRole('link', { name: 'Cancel' }).click()
  await press(page, 'Leave and drop it')
  await page.waitForURL('**/jobs')
  expect(await page.evaluate('sessionStorage.length')).toBe(0)
})

test('Ctrl with Enter saves from any field, and a job can be made switched off', async () => {
  const person = await atForm()
  const { page } = person
  await nameOf(page).fill('By key')
  await urlOf(page).fill(`${target.url}/key`)
  await urlOf(page).press('Control+Enter')
  const made = await ask<Job>(person, 'GET', await saved(page))
  expect([made.name, made.enabled]).toEqual(['By key', true])

  await page.goto(`${stage.stack.url}/jobs/new`)
  await nameOf(page).fill('Off')
  await urlOf(page).fill(`${target.url}/off`)
  await press(page, 'Create switched off')
  expect((await ask<Job>(person, 'GET', await saved(page))).enabled).toBe(false)
})

test('credentials become a secret header that nobody can read again, and an edit keeps it', async () => {
  const person = await atForm()
  const { page } = person
  await nameOf(page).fill('With a secret')
  await urlOf(page).fill(`${target.url}/secret`)
  await press(page, 'Add credentials')
  await page.getByText('User and password', { exact: true }).click()
  await page.getByLabel('User', { exact: true }).fill('Aladdin')
  await page.getByLabel('Password', { exact: true }).fill('open sesame')
  await page.getByRole('dialog').getByRole('button', { name: 'Add header' }).click()
  await press(page, 'Create and run now')
  const path = await saved(page)
  await words(page, 'Success')
  const arrival = target.arrivals.find(each => each.path === '/secret')
  expect(arrival?.headers.authorization).toBe('Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==')
  await page.goto(`${stage.stack.url}/${path}/edit`)
  expect(await page.getByLabel('Value 1').inputValue()).toBe('')
  await nameOf(page).fill('Renamed')
  await press(page, 'Save changes')
  await saved(page)
  expect(await ask<Job>(person, 'GET', path)).toMatchObject({
    name: 'Renamed',
    headers: { Authorization: { secret: true } },
  })
})

test('a copy begins as the job it is made from, and is another one', async () => {
  const person = await atForm()
  const { page } = person
  const job = await makeJob(person, { url: `${target.url}/copy`, timeoutMs: 12_000, key: 'mine' })
  await page.goto(`${stage.stack.url}/jobs/new?from=${job.id}`)
  await nameOf(page).waitFor()
  expect(await nameOf(page).inputValue()).toBe('Copy of Nightly report')
  expect(await page.getByLabel('Key', { exact: true }).inputValue()).toBe('')
  await press(page, 'Create job')
  const path = await saved(page)
  expect(path).not.toContain(job.id)
  expect(await ask<Job>(person, 'GET', path)).toMatchObject({ timeoutMs: 12_000 })
})

test('who saves a job that somebody else saved meanwhile sees both, and decides field by field', async () => {
  const person = await atForm()
  const { page } = person
  const job = await makeJob(person, { name: 'Shared', url: `${target.url}/shared` })
  await page.goto(`${stage.stack.url}/jobs/${job.id}/edit`)
  await nameOf(page).fill('Mine')
  await ask(person, 'PATCH', `jobs/${job.id}`, { name: 'Theirs', timeoutMs: 60_000 })
  await press(page, 'Save changes')
  await words(page, 'Somebody else saved this job meanwhile')
  expect((await ask<Job>(person, 'GET', `jobs/${job.id}`)).name).toBe('Theirs')
  const timeout = page.getByRole('group', { name: 'Timeout in seconds' })
  expect(await timeout.getByRole('radio', { name: /Saved meanwhile 60/ }).isChecked()).toBe(true)
  const name = page.getByRole('group', { name: 'Name' })
  expect(await name.getByRole('radio', { name: 'Yours Mine' }).isChecked()).toBe(true)
  await press(page, 'Save with these choices')
  await until(() => !page.url().endsWith('/edit'), 'the form to be left')
  expect(await ask<Job>(person, 'GET', `jobs/${job.id}`)).toMatchObject({
    ...{ name: 'Mine', timeoutMs: 60_000 },
  })
})
