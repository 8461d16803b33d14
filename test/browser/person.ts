import type { Stack } from '@prikke/service/test'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { onTestFinished } from 'vitest'

type Stage = { stack: Pick<Stack, 'url'>; browser: Browser }

/** Somebody at a browser of their own. */
export type Visit = {
  url: string
  page: Page
  context: BrowserContext
  /** Every request to another origin. */
  foreign: string[]
  /** Every fault of a script, and whatever the content security policy refused. */
  complaints: string[]
}

export type VisitOptions = {
  colorScheme?: 'light' | 'dark'
  width?: number
  /** The policy forbids scripts from elsewhere, axe's among them. */
  bypassCSP?: boolean
}

const password = 'correct horse battery staple'

/** A page of a new person, who leaves when the test is over. */
export async function visit(stage: Stage, options: VisitOptions = {}): Promise<Visit> {
  const context = await stage.browser.newContext({
    colorScheme: options.colorScheme ?? 'light',
    viewport: { width: options.width ?? 1280, height: 900 },
    reducedMotion: 'reduce',
    bypassCSP: options.bypassCSP ?? false,
  })
  onTestFinished(() => context.close())
  return watch(stage, context)
}

/** Another page in a browser that is there, with what it loads and complains about. */
export async function watch(stage: Stage, context: BrowserContext): Promise<Visit> {
  const { url } = stage.stack
  const page = await context.newPage()
  page.setDefaultTimeout(15_000)
  const foreign: string[] = []
  const complaints: string[] = []
  page.on('request', request => {
    if (!request.url().startsWith(url)) foreign.push(request.url())
  })
  page.on('pageerror', error => complaints.push(error.message))
  page.on('console', message => {
    if (message.text().includes('Content Security Policy')) complaints.push(message.text())
  })
  return { url, page, context, foreign, complaints }
}

/** Makes an account over the API and is signed in with it; the page stays where it is. */
export async function signUp(
  person: Visit,
  { organization = 'Acme', email = `${crypto.randomUUID()}@example.com` } = {},
): Promise<{ email: string; password: string }> {
  const account = { email, password, name: 'Ada Berg', organizationName: organization }
  await ask(person, 'POST', 'auth/register', account)
  return { email, password }
}

/** Makes an account by the form, as a person does; leaves the page on the dashboard. */
export async function signUpByForm({ page, url }: Visit): Promise<string> {
  const email = `${crypto.randomUUID()}@example.com`
  await page.goto(`${url}/signup`)
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.getByLabel('Name', { exact: true }).fill('Ada Berg')
  await page.getByLabel('Organization').fill('Acme')
  await page.getByRole('button', { name: 'Create account' }).click()
  await page.getByRole('navigation', { name: 'Main' }).waitFor()
  return email
}

/** Asks the API as the person of this browser; whatever is not 2xx throws. */
export async function ask<T>(
  { context, url }: Visit,
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  data?: unknown,
): Promise<T> {
  const answer = await context.request.fetch(`${url}/api/${path}`, {
    method,
    headers: { origin: url },
    ...(data === undefined ? {} : { data }),
  })
  const text = await answer.text()
  if (!answer.ok()) throw new Error(`${method} ${path}: ${answer.status()} ${text}`)
  return (text === '' ? undefined : JSON.parse(text)) as T
}

/** A job over the API: each five minutes, unless said otherwise. */
export function makeJob(
  person: Visit,
  values: Record<string, unknown> & { url: string },
): Promise<{ id: string; name: string }> {
  const cron = { scheduleType: 'cron', cronExpression: '*/5 * * * *' }
  const schedule = values.scheduleType === undefined ? cron : {}
  return ask(person, 'POST', 'jobs', { name: 'Nightly report', ...schedule, ...values })
}

/** Runs a job now. Returns the execution, which is not over yet. */
export const runNow = (person: Visit, jobId: string) =>
  ask<{ id: string }>(person, 'POST', `jobs/${jobId}/trigger`)
