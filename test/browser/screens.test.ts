import { mkdir, readdir, rm } from 'node:fs/promises'
import { gzipSync } from 'node:zlib'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { startTarget, type Target } from '../target.ts'
import { accessibilityFaults, sidewaysOverflow } from './accessibility.ts'
import { openEverything } from './open-everything.ts'
import { signUp, watch } from './person.ts'
import { type Screen, seedScreens } from './screens.ts'
import { root, useStage } from './use-stage.ts'

/** `PRIKKE_SCREENSHOTS=1` writes the pictures of the documentation anew. */
const pictures = process.env.PRIKKE_SCREENSHOTS === '1' ? `${root}/docs/screenshots` : null
const firstLoadBytes = 60_000
const routeBytes = 150_000

const stage = useStage()
let target: Target
let screens: Screen[]
let signedIn: Awaited<ReturnType<BrowserContext['storageState']>>
const taken = new Set<string>()

beforeAll(async () => {
  target = await startTarget()
  target.answer('/failing', (_, response) => response.writeHead(500).end('no such table'))
  const context = await stage.browser.newContext()
  const person = await watch(stage, context)
  await signUp(person)
  screens = await seedScreens(person, target.url)
  signedIn = await context.storageState()
  await context.close()
})

afterAll(async () => {
  await target?.close()
  if (pictures === null) return
  const old = (await readdir(pictures)).filter(name => !taken.has(name))
  for (const name of old) await rm(`${pictures}/${name}`)
})

/** Two pages at a time, each in a context that `open` made for it. */
async function eachScreen(
  open: (screen: Screen) => Promise<BrowserContext>,
  look: (screen: Screen, page: Page) => Promise<void>,
): Promise<void> {
  const waiting = [...screens]
  const walk = async () => {
    for (let screen = waiting.shift(); screen !== undefined; screen = waiting.shift()) {
      const page = await (await open(screen)).newPage()
      await look(screen, page)
      await page.close()
    }
  }
  await Promise.all([walk(), walk()])
}

async function arrive(page: Page, { path }: Screen): Promise<void> {
  await page.goto(`${stage.stack.url}${path}`)
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  await page.waitForLoadState('networkidle').catch(() => {})
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

describe('every screen is accessible and does not scroll sideways', () => {
  test.each([
    ['light', 1280],
    ['dark', 1280],
    ['light', 360],
    ['dark', 360],
  ] as const)('in %s at %i px', async (colorScheme, width) => {
    // The policy forbids scripts from elsewhere, axe's among them: it is lifted for axe alone.
    const open = await twoContexts({
      colorScheme,
      bypassCSP: true,
      reducedMotion: 'reduce',
      viewport: { width, height: 900 },
    })
    await eachScreen(open, async (screen, page) => {
      await arrive(page, screen)
      const found = {
        screen: screen.name,
        faults: await accessibilityFaults(page),
        overflow: await sidewaysOverflow(page),
      }
      expect(found).toEqual({ screen: screen.name, faults: [], overflow: 0 })
      if (pictures === null) return
      await mkdir(pictures, { recursive: true })
      const name = `${screen.name}-${colorScheme}-${width}.png`
      taken.add(name)
      await page.screenshot({ path: `${pictures}/${name}` })
    })
  })
})

test('no screen breaks the content security policy or asks another origin, whatever is opened on it', async () => {
  const open = await twoContexts({ viewport: { width: 1280, height: 900 } })
  await eachScreen(open, async (screen, page) => {
    const foreign: string[] = []
    const refused: string[] = []
    page.on('request', request => {
      if (!request.url().startsWith(stage.stack.url)) foreign.push(request.url())
    })
    page.on('pageerror', error => refused.push(error.message))
    page.on('console', message => {
      if (message.text().includes('Content Security Policy')) refused.push(message.text())
    })
    await page.addInitScript({ content: tellViolations })
    await arrive(page, screen)
    await openEverything(page)
    expect({ screen: screen.name, foreign, refused }).toEqual({
      screen: screen.name,
      foreign: [],
      refused: [],
    })
  })
})

test('a first visit loads at most 60 kB of scripts before a page is known, and any page at most 150 kB', async () => {
  const html = await (await fetch(`${stage.stack.url}/`)).text()
  const named = [...html.matchAll(/(?:src|href)="(\/[^"]+\.js)"/g)].flatMap(
    ([, path]) => path ?? [],
  )
  expect(named.length).toBeGreaterThan(1)
  const sizes = await Promise.all(named.map(path => compressedBytes(`${stage.stack.url}${path}`)))
  expect(sum(sizes)).toBeLessThanOrEqual(firstLoadBytes)

  // A context for each: what another page loaded must not lie in the cache.
  const fresh = async (screen: Screen) => {
    const state = screen.signedOut ? {} : { storageState: signedIn }
    const context = await stage.browser.newContext(state)
    onTestFinished(() => context.close())
    return context
  }
  await eachScreen(fresh, async (screen, page) => {
    const loaded: Promise<number>[] = []
    page.on('response', response => {
      if (response.request().resourceType() !== 'script') return
      loaded.push(
        response
          .request()
          .sizes()
          .then(({ responseBodySize }) => responseBodySize),
      )
    })
    await arrive(page, screen)
    const bytes = sum(await Promise.all(loaded))
    expect(bytes).toBeGreaterThan(10_000)
    expect({ screen: screen.name, over: Math.max(0, bytes - routeBytes) }).toEqual({
      screen: screen.name,
      over: 0,
    })
  })
})

async function compressedBytes(url: string): Promise<number> {
  return gzipSync(await (await fetch(url)).arrayBuffer()).length
}

const tellViolations = `document.addEventListener('securitypolicyviolation', event => {
  console.error('Content Security Policy:', event.effectiveDirective, event.sourceFile, event.sample)
})`

const sum = (numbers: readonly number[]) => numbers.reduce((all, each) => all + each, 0)
