import { mkdir } from 'node:fs/promises'
import { until } from '@prikke/service/test'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTarget, type Target } from '../target.ts'
import { accessibilityFaults, sidewaysOverflow } from './accessibility.ts'
import { root, useStage } from './use-stage.ts'

/** `PRIKKE_SCREENSHOTS=1` writes the pictures of the documentation anew. */
const screenshots = process.env.PRIKKE_SCREENSHOTS === '1' ? `${root}/docs/screenshots` : null

const stage = useStage()
let target: Target

beforeAll(async () => {
  target = await startTarget()
})

afterAll(async () => {
  await target?.close()
})

type Visit = { page: Page; context: BrowserContext; foreign: string[]; complaints: string[] }

/** A page of a new person, which notes every request to another origin and every complaint. */
async function visit(
  options: { colorScheme?: 'light' | 'dark'; width?: number } = {},
): Promise<Visit> {
  const context = await stage.browser.newContext({
    colorScheme: options.colorScheme ?? 'light',
    viewport: { width: options.width ?? 1280, height: 900 },
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  const foreign: string[] = []
  const complaints: string[] = []
  page.on('request', request => {
    if (!request.url().startsWith(stage.stack.url)) foreign.push(request.url())
  })
  page.on('pageerror', error => complaints.push(error.message))
  page.on('console', message => {
    if (message.text().includes('Content Security Policy')) complaints.push(message.text())
  })
  return { page, context, foreign, complaints }
}

/** Makes an account as a person does; leaves the page on the list of jobs. */
async function signUp(page: Page): Promise<string> {
  const email = `${crypto.randomUUID()}@example.com`
  await page.goto(`${stage.stack.url}/signup`)
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password').fill('correct horse battery staple')
  await page.getByLabel('Name', { exact: true }).fill('Ada Berg')
  await page.getByLabel('Organization').fill('Acme')
  await page.getByRole('button', { name: 'Create account' }).click()
  await page.waitForURL('**/jobs**')
  return email
}

async function makeJob(page: Page, values: { name: string; url: string }, button: string) {
  await page.goto(`${stage.stack.url}/jobs/new`)
  await page.getByLabel('Name', { exact: true }).fill(values.name)
  await page.getByLabel('URL', { exact: true }).fill(values.url)
  await page.getByLabel('Cron expression').fill('*/5 * * * *')
  await page.getByRole('button', { name: button, exact: true }).click()
  await page.waitForURL(/\/jobs\/[0-9a-f-]{36}$/)
}

async function picture(page: Page, name: string) {
  if (screenshots === null) return
  await mkdir(screenshots, { recursive: true })
  await page.screenshot({ path: `${screenshots}/${name}.png` })
}

test('a stranger signs up, makes a job and sees Success appear', async () => {
  const { page, context, foreign, complaints } = await visit()
  await signUp(page)
  const startedAt = performance.now()
  const job = { name: 'Nightly report', url: `${target.url}/report` }
  await makeJob(page, job, 'Create and run now')
  await page.getByText('Success').first().waitFor()
  expect(performance.now() - startedAt).toBeLessThan(60_000)
  expect(target.arrivals.filter(({ path }) => path === '/report')).toHaveLength(1)
  await page.getByText('Every 5 minutes').first().waitFor()
  await until(async () => (await page.getByText('Success').count()) === 2, 'the job to turn too')
  for (const runs of [2, 3, 4]) {
    await page.getByRole('button', { name: 'Run now' }).click()
    await until(async () => (await page.getByText('Success').count()) === runs + 1, 'another run')
  }
  await picture(page, 'job-page')

  await page
    .getByRole('main')
    .getByRole('link', { name: /20\d\d/ })
    .first()
    .click()
  await page.waitForURL('**/executions/**')
  await page.getByText('Success').first().waitFor()
  await picture(page, 'execution-page')
  expect(foreign).toEqual([])
  expect(complaints).toEqual([])
  await context.close()
})

test('who saves a job that somebody else saved meanwhile is told so, and decides', async () => {
  const { page, context } = await visit()
  await signUp(page)
  await makeJob(page, { name: 'Shared', url: `${target.url}/shared` }, 'Create job')
  const path = new URL(page.url()).pathname
  await page.goto(`${stage.stack.url}${path}/edit`)
  await page.getByLabel('Name', { exact: true }).fill('Mine')
  await context.request.patch(`${stage.stack.url}/api${path}`, {
    headers: { origin: stage.stack.url },
    data: { name: 'Theirs' },
  })
  await page.getByRole('button', { name: 'Save changes' }).click()
  await page.getByText('Somebody else saved this job meanwhile').waitFor()
  const { name } = await (await context.request.get(`${stage.stack.url}/api${path}`)).json()
  expect(name).toBe('Theirs')
  expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Mine')
  await page.getByRole('button', { name: 'Save mine all the same' }).click()
  await page.waitForURL(`**${path}`)
  await page.getByRole('heading', { name: 'Mine' }).waitFor()
  await context.close()
})

test('an execution that starts elsewhere appears by itself on the open job page', async () => {
  const { page, context } = await visit()
  await signUp(page)
  await makeJob(page, { name: 'Live', url: `${target.url}/live` }, 'Create job')
  const rows = () => page.getByText('Success').count()
  expect(await rows()).toBe(0)
  const jobId = new URL(page.url()).pathname.split('/').at(-1)
  const triggered = await context.request.post(`${stage.stack.url}/api/jobs/${jobId}/trigger`, {
    headers: { origin: stage.stack.url },
  })
  expect(triggered.status()).toBe(202)
  await until(async () => (await rows()) > 0, 'the row to appear', 10_000)
  await context.close()
})

test('the preview follows what is typed and says where cron means OR, and refuses nonsense in words', async () => {
  const { page, context } = await visit()
  await signUp(page)
  await page.goto(`${stage.stack.url}/jobs/new`)
  await page.getByLabel('Cron expression').fill('0 9 13 * 5')
  await page
    .getByText(/\bOR\b|\bor\b/)
    .first()
    .waitFor()
  await picture(page, 'job-form')
  await page.getByLabel('Cron expression').fill('61 * * * *')
  await page
    .getByText(/minute/i)
    .first()
    .waitFor()
  await page.getByLabel('Cron expression').fill('30 2 * * *')
  await page.getByLabel('Time zone').fill('Europe/Oslo')
  await page
    .getByText(/does not exist|happens twice/)
    .first()
    .waitFor()
  await context.close()
})

test('a refused address is told under its field, with the focus on it', async () => {
  const { page, context } = await visit()
  await signUp(page)
  await page.goto(`${stage.stack.url}/jobs/new`)
  await page.getByLabel('Name', { exact: true }).fill('metadata')
  await page.getByLabel('URL', { exact: true }).fill('http://169.254.169.254/')
  await page.getByLabel('Cron expression').fill('* * * * *')
  await page.getByRole('button', { name: 'Create job', exact: true }).click()
  const url = page.getByLabel('URL', { exact: true })
  await until(
    async () =>
      (await page.locator(':focus').getAttribute('id')) === (await url.getAttribute('id')),
    'the focus to move',
  )
  expect(await url.getAttribute('aria-invalid')).toBe('true')
  const ids = (await url.getAttribute('aria-describedby')) ?? ''
  const described = await page
    .locator(
      ids
        .split(' ')
        .map(id => `#${id}`)
        .join(', '),
    )
    .allTextContents()
  expect(described.join(' ')).toMatch(/address/i)
  await context.close()
})

test('signing out and in again with the keyboard alone', async () => {
  const { page, context } = await visit()
  const email = await signUp(page)
  await context.clearCookies()
  await page.goto(`${stage.stack.url}/login`)
  await page.getByLabel('Email').focus()
  await page.keyboard.type(email)
  await page.keyboard.press('Tab')
  await page.keyboard.type('correct horse battery staple')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/jobs**')
  await context.close()
})

test.each([
  ['light', 1280],
  ['dark', 1280],
  ['light', 360],
  ['dark', 360],
] as const)(
  'every screen in %s at %i px is accessible and does not scroll sideways',
  async (colorScheme, width) => {
    const { page, context } = await visit({ colorScheme, width })
    await signUp(page)
    await makeJob(page, { name: 'Backup', url: `${target.url}/backup` }, 'Create and run now')
    await page.getByText('Success').first().waitFor()
    const jobPath = new URL(page.url()).pathname
    const jobId = jobPath.split('/').at(-1)
    const answer = await context.request.get(`${stage.stack.url}/api/jobs/${jobId}/executions`)
    const { data } = (await answer.json()) as { data: { id: string }[] }
    const paths = [
      '/jobs',
      '/jobs/new',
      jobPath,
      `${jobPath}/edit`,
      `/executions/${data[0]?.id}`,
      '/settings',
      '/nowhere',
    ]
    // The policy forbids scripts from elsewhere, axe's among them: it is lifted for axe alone.
    const checked = await stage.browser.newContext({
      colorScheme,
      bypassCSP: true,
      reducedMotion: 'reduce',
      viewport: { width, height: 900 },
      storageState: await context.storageState(),
    })
    const look = await checked.newPage()
    for (const path of paths) {
      await look.goto(`${stage.stack.url}${path}`)
      await look.getByRole('heading', { level: 1 }).waitFor()
      await look.waitForLoadState('networkidle').catch(() => {})
      expect({ path, faults: await accessibilityFaults(look) }).toEqual({ path, faults: [] })
      expect({ path, overflow: await sidewaysOverflow(look) }).toEqual({ path, overflow: 0 })
      await picture(
        look,
        `${path
          .replaceAll(/[0-9a-f]{8}-[0-9a-f-]+/g, 'one')
          .replaceAll('/', '-')
          .slice(1)}-${colorScheme}-${width}`,
      )
    }
    await checked.close()
    await context.close()
  },
)
