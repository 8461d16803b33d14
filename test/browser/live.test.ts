import { startTcpProxy } from '@prikke/schema/tcp-proxy'
import { until } from '@prikke/service/test'
import type { Page, Request } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { startTarget, type Target } from '../target.ts'
import { makeJob, runNow, signUp, type Visit, visit } from './person.ts'
import { seedExecutions } from './seed-executions.ts'
import { useStage } from './use-stage.ts'

const stage = useStage()
let target: Target

beforeAll(async () => {
  target = await startTarget()
})

afterAll(async () => {
  await target?.close()
})

const paused = 'Live updates paused'

async function withJob(): Promise<Visit & { jobId: string }> {
  const person = await visit(stage)
  await signUp(person)
  const { id } = await makeJob(person, { name: 'Live', url: `${target.url}/live` })
  return { ...person, jobId: id }
}

/** Waits until a page has asked for nothing for half a second; the stream itself never comes to an end. */
function restOf(page: Page): () => Promise<unknown> {
  const underWay = new Set<Request>()
  let lastAt = performance.now()
  const end = (request: Request) => {
    underWay.delete(request)
    lastAt = performance.now()
  }
  page.on('request', request => {
    if (!request.url().includes('/api/events')) underWay.add(request)
  })
  page.on('requestfinished', end).on('requestfailed', end)
  const isAtRest = () => underWay.size === 0 && performance.now() - lastAt > 500
  return () => until(isAtRest, 'the page to be at rest')
}

test('a stream that is lost is told, with when it is tried again, and comes back alone', async () => {
  const { page, ...person } = await withJob()
  const proxy = await startTcpProxy(stage.stack.url)
  onTestFinished(() => proxy.close())
  // The host of the cookie, at the port of the proxy.
  const behind = new URL(stage.stack.url)
  behind.port = new URL(proxy.url).port
  await page.goto(`${behind.origin}/jobs/${person.jobId}`)
  await page.getByRole('heading', { name: 'Live' }).waitFor()
  await page.waitForLoadState('load')
  expect(await page.getByText(paused).count()).toBe(0)
  proxy.mode({ kind: 'reset' })
  await page.getByText(paused).waitFor()
  await page.getByText(/retrying (in \d+ s|now)/).waitFor()
  await runNow({ ...person, page }, person.jobId)
  proxy.mode({ kind: 'pass' })
  await page.getByText(paused).waitFor({ state: 'detached' })
  await page.getByRole('main').getByText('Success').first().waitFor()
})

test('while the stream is lost what is shown is fetched each 15 s', async () => {
  const { page, ...person } = await withJob()
  await page.route('**/api/events**', route => route.abort())
  await page.goto(`${stage.stack.url}/jobs/${person.jobId}`)
  await page.getByText(paused).waitFor()
  await runNow({ ...person, page }, person.jobId)
  await page.getByRole('main').getByText('Success').first().waitFor({ timeout: 20_000 })
  expect(await page.getByText(paused).isVisible()).toBe(true)
})

test('of 200 new executions none moves the row under the pointer, until they are asked for', async () => {
  const { page, ...person } = await withJob()
  const hourAgo = new Date(Date.now() - 3_600_000)
  const seed = { count: 20, everyMs: 60_000 }
  await seedExecutions(stage.databaseUrl, person.jobId, { ...seed, until: hourAgo })
  const rest = restOf(page)
  await page.goto(`${stage.stack.url}/jobs/${person.jobId}`)
  const rows = page.locator('[data-row]')
  await until(async () => (await rows.count()) === 20, 'all rows')
  await rest()
  const third = rows.nth(2)
  await third.hover()
  const look = async () => [await third.getAttribute('data-row'), await third.boundingBox()]
  const before = await look()

  await seedExecutions(stage.databaseUrl, person.jobId, { count: 200, everyMs: 10_000 })
  await runNow({ ...person, page }, person.jobId)
  const button = page.getByRole('button', { name: /\d+ new (runs|executions)/ })
  await button.waitFor()
  // The button stands over the list, not in it.
  expect(await look()).toEqual(before)
  await button.click()
  await until(async () => (await rows.nth(2).getAttribute('data-row')) !== before[0], 'new rows')
  expect(await button.count()).toBe(0)
})

test('a tab that is not looked at asks for nothing, and is up to date when it is again', async () => {
  const { page, ...person } = await withJob()
  const rest = restOf(page)
  await page.goto(`${stage.stack.url}/jobs/${person.jobId}`)
  await page.getByRole('heading', { name: 'Live' }).waitFor()
  await rest()
  const hide = (hidden: boolean) =>
    page.evaluate(`Object.defineProperty(document, 'hidden', { value: ${hidden}, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'))`)
  await hide(true)
  const asked: string[] = []
  page.on('request', request => asked.push(request.url()))
  await runNow({ ...person, page }, person.jobId)
  await until(() => target.arrivals.some(({ jobId }) => jobId === person.jobId), 'the run')
  expect(asked).toEqual([])
  await hide(false)
  await page.getByRole('main').getByText('Success').first().waitFor()
})
