import { mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { gzipSync } from 'node:zlib'
import type { BrowserContext, Page, Request } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { startTarget, type Target } from '../target.ts'
import { accessibilityFaults, colourFaults, sidewaysOverflow } from './accessibility.ts'
import { openEverything } from './open-everything.ts'
import { signUp, watch } from './person.ts'
import { type Screen, seedScreens } from './screens.ts'
import { root, useOwnStage } from './use-stage.ts'

/** `PRIKKE_SCREENSHOTS=1` writes the pictures of the documentation anew. */
const pictures = process.env.PRIKKE_SCREENSHOTS === '1' ? `${root}/docs/screenshots` : null
const firstLoadBytes = 60_000
const routeBytes = 150_000

const stage = useOwnStage()
let target: Target
let screens: Screen[]
let signedIn: Awaited<ReturnType<BrowserContext['storageState']>>
const taken = new Set<string>()

beforeAll(async () => {
  target = await startTarget()
  target.answer('/failing', (_, response) => response.writeHead(500).end('no such table'))
  const context = await stage.browser.newContext()
  const person = await watch(stage, context)
  await signUp(person, { email: 'ada.berg@example.com' })
  const { databaseUrl } = stage
  screens = await seedScreens(person, { targetUrl: target.url, databaseUrl })
  signedIn = await context.storageState()
  await context.close()
})

afterAll(async () => {
  await target?.close()
  // Where not all were taken nothing is known to be old.
  if (pictures === null || taken.size < 4 * screens.length) return
  const old = (await readdir(pictures)).filter(name => !taken.has(name))
  for (const name of old) await rm(`${pictures}/${name}`)
})

test('every page of the dashboard is among the screens', async () => {
  const routes = routesIn(await readFile(`${root}/apps/web/src/main.tsx`, 'utf8'))
  expect(routes.length).toBeGreaterThan(12)
  const isShown = (route: string) => {
    const path = route.replaceAll(/:\w+/g, '[^/]+').replace('*', '/.+')
    return screens.some(screen => new RegExp(`^${path}(?:[?#]|$)`).test(screen.path))
  }
  expect(routes.filter(route => !isShown(route))).toEqual([])
})

/** The paths that have a page, those inside another with its path before; no redirects. */
function routesIn(main: string): string[] {
  const around: string[] = []
  const routes: string[] = []
  for (const line of main.split('\n')) {
    const [, path = ''] = /<Route path="([^"]+)"/.exec(line) ?? []
    if (/<Route\b.*[^/]>$/.test(line)) around.push(path)
    else if (/<\/Route>/.test(line)) around.pop()
    else if (path !== '' && !/<Navigate/.test(line)) routes.push(`${around.join('')}${path}`)
  }
  return routes
}

/**
 * Looks at two pages at a time, each in a context that `open` made for it. Returns all that was found
 * wrong, each with the name of its screen.
 */
async function eachScreen(
  open: (screen: Screen) => Promise<BrowserContext>,
  look: (screen: Screen, page: Page) => Promise<string[]>,
): Promise<string[]> {
  const waiting = [...screens]
  const wrong: string[] = []
  const walk = async () => {
    for (let screen = waiting.shift(); screen !== undefined; screen = waiting.shift()) {
      const { name } = screen
      const page = await (await open(screen)).newPage()
      const found = await look(screen, page).catch((error: Error) => [error.message])
      wrong.push(...found.map(each => `${name}: ${each}`))
      await page.close()
    }
  }
  await Promise.all([walk(), walk()])
  return wrong
}

async function arrive(page: Page, { path }: Screen): Promise<void> {
  await page.goto(`${stage.stack.url}${path}`)
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  await page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' })
}

/** Contexts of who is signed in and of a stranger, alike in everything else. */
async function twoContexts(options: Parameters<typeof stage.browser.newContext>[0]) {
  const inside = await stage.browser.newContext({ ...options, storageState: signedIn })
  const outside = await stage.browser.newContext(options)
  onTestFinished(async () => {
    await inside.close()
    await outside.close()
  })
  return (screen: Screen) => Promise.resolve(screen.signedOut ? outside : inside)
}

describe('every screen is accessible in both themes and does not scroll sideways', () => {
  test.each([1280, 360])('at %i px', async width => {
    // The policy forbids scripts from elsewhere, axe's among them: it is lifted for axe alone.
    const open = await twoContexts({
      bypassCSP: true,
      reducedMotion: 'reduce',
      viewport: { width, height: 900 },
    })
    const wrong = await eachScreen(open, async (screen, page) => {
      await arrive(page, screen)
      const overflow = await sidewaysOverflow(page)
      const found = overflow === 0 ? [] : [`${overflow} px too wide`]
      const looks = { light: accessibilityFaults, dark: colourFaults }
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme })
        await page.locator(`html[data-theme=${colorScheme}]`).waitFor()
        found.push(...(await looks[colorScheme](page)).map(fault => `${colorScheme}: ${fault}`))
        await takePicture(page, `${screen.name}-${colorScheme}-${width}.png`)
      }
      return found
    })
    expect(wrong).toEqual([])
  })
})

async function takePicture(page: Page, name: string): Promise<void> {
  if (pictures === null) return
  await mkdir(pictures, { recursive: true })
  taken.add(name)
  await page.screenshot({ path: `${pictures}/${name}` })
}

test('a first visit loads at most 60 kB of scripts before a page is known', async () => {
  const html = await (await fetch(`${stage.stack.url}/`)).text()
  const named = [...html.matchAll(/(?:src|href)="(\/[^"]+\.js)"/g)].flatMap(
    ([, path]) => path ?? [],
  )
  expect(named.length).toBeGreaterThan(1)
  const sizes = await Promise.all(named.map(path => compressedBytes(`${stage.stack.url}${path}`)))
  expect(sum(sizes)).toBeLessThanOrEqual(firstLoadBytes)
})

test('any screen loads at most 150 kB of scripts; none breaks the content security policy or asks another origin, whatever is opened on it', async () => {
  // A context for each: what another page loaded must not lie in the cache.
  const fresh = async (screen: Screen) => {
    const state = screen.signedOut ? {} : { storageState: signedIn }
    const viewport = { width: 1280, height: 900 }
    const context = await stage.browser.newContext({ ...state, viewport })
    onTestFinished(() => context.close())
    return context
  }
  const wrong = await eachScreen(fresh, async (screen, page) => {
    const found: string[] = []
    const scripts: Request[] = []
    page.on('request', request => {
      if (!request.url().startsWith(stage.stack.url)) found.push(request.url())
    })
    page.on('requestfinished', request => {
      if (request.resourceType() === 'script') scripts.push(request)
    })
    page.on('pageerror', error => found.push(error.message))
    page.on('console', message => {
      if (message.text().includes('Content Security Policy')) found.push(message.text())
    })
    await page.addInitScript({ content: tellViolations })
    await arrive(page, screen)
    const sizes = await Promise.all(scripts.map(script => script.sizes()))
    const bytes = sum(sizes.map(({ responseBodySize }) => responseBodySize))
    if (bytes <= 10_000 || bytes > routeBytes) found.push(`${bytes} bytes of scripts`)
    await openEverything(page)
    return found
  })
  expect(wrong).toEqual([])
})

async function compressedBytes(url: string): Promise<number> {
  return gzipSync(await (await fetch(url)).arrayBuffer()).length
}

const tellViolations = `document.addEventListener('securitypolicyviolation', event => {
  console.error('Content Security Policy:', event.effectiveDirective, event.sourceFile, event.sample)
})`

const sum = (numbers: readonly number[]) => numbers.reduce((all, each) => all + each, 0)
