import { fileURLToPath } from 'node:url'
import { createDatabase } from '@prikke/schema/test'
import { reservePorts } from '@prikke/service/reserve-ports'
import { type App, startApp } from '@prikke/service/test'
import type { Browser, BrowserContextOptions } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { accessibilityFaults, sidewaysOverflow } from './accessibility.ts'
import { launchChromium } from './chromium.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

let url: string
let apps: App[]
let drop: () => Promise<void>
let browser: Browser
let closeBrowser: () => Promise<void>

/** One api that serves the dashboard too, and one that serves itself alone. */
let alone: string

beforeAll(async () => {
  const database = await createDatabase()
  drop = database.drop
  const [port, otherPort] = (await reservePorts(2)).map(String) as [string, string]
  url = `http://localhost:${port}`
  alone = `http://localhost:${otherPort}`
  const web = { PRIKKE_WEB_DIR: `${root}/apps/web/dist` }
  apps = [
    await startApp('api', database.url, { PORT: port, APP_URL: url, ...web }),
    await startApp('api', database.url, { PORT: otherPort, APP_URL: alone }),
  ]
  const launched = await launchChromium()
  browser = launched.browser
  closeBrowser = launched.close
})

afterAll(async () => {
  await closeBrowser?.()
  await Promise.all((apps ?? []).map(app => app.end('SIGTERM')))
  await drop?.()
})

/** The reference in a browser of its own, which notes what it loads and what it complains about. */
async function open(options: BrowserContextOptions = {}, at = url) {
  const context = await browser.newContext(options)
  onTestFinished(() => context.close())
  const page = await context.newPage()
  const foreign: string[] = []
  const complaints: string[] = []
  page.on('request', request => {
    if (!request.url().startsWith(at)) foreign.push(request.url())
  })
  page.on('pageerror', error => complaints.push(error.message))
  page.on('console', message => {
    if (message.type() !== 'info' && message.type() !== 'log') complaints.push(message.text())
  })
  page.on('response', response => {
    if (response.status() >= 400) complaints.push(`${response.status()} ${response.url()}`)
  })
  await page.goto(`${at}/docs/api`)
  return { page, foreign, complaints }
}

test('the reference shows every operation and code, and loads nothing from elsewhere', async () => {
  const { page, foreign, complaints } = await open()
  expect(await page.title()).toBe('API · Prikke')
  const { paths } = await fetch(`${url}/api/openapi.json`).then(
    answer => answer.json() as Promise<{ paths: Record<string, Record<string, object>> }>,
  )
  const names = Object.values(paths).flatMap(operations =>
    Object.values(operations).map(each => (each as { operationId: string }).operationId),
  )
  expect(names.length).toBeGreaterThan(60)
  const missing = []
  for (const name of names) if ((await page.locator(`#${name}`).count()) !== 1) missing.push(name)
  expect(missing).toEqual([])
  const links = await page.evaluate<string[]>(
    `[...document.querySelectorAll('a[href^="#"]')].map(a => a.getAttribute('href'))
      .filter(href => document.getElementById(href.slice(1)) === null)`,
  )
  expect(links).toEqual([])
  const family = `getComputedStyle(document.body).fontFamily`
  expect(await page.evaluate<string>(family)).toContain('Inter')
  expect([foreign, complaints]).toEqual([[], []])
})

test('without JavaScript, and without the dashboard, it is as whole', async () => {
  for (const at of [url, alone]) {
    const { page, foreign, complaints } = await open({ javaScriptEnabled: false }, at)
    await page.getByRole('heading', { name: 'Make a job' }).waitFor()
    await page.getByText('curl').first().waitFor()
    expect([foreign, complaints]).toEqual([[], []])
  }
})

test('axe finds no fault in it, light or dark, wide or narrow, and nothing runs out of the window', async () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of [1280, 360]) {
      const viewport = { width, height: 900 }
      const { page } = await open({ colorScheme, viewport, bypassCSP: true })
      expect([colorScheme, width, await accessibilityFaults(page)]).toEqual([
        colorScheme,
        width,
        [],
      ])
      expect([width, await sidewaysOverflow(page)]).toEqual([width, 0])
    }
  }
}, 120_000)
