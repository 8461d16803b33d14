import { fileURLToPath } from 'node:url'
import { createDatabase } from '@prikke/schema/test'
import { type Stack, startStack } from '@prikke/service/test'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { accessibilityFaults, sidewaysOverflow } from './accessibility.ts'
import { launchChromium } from './chromium.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

let stack: Stack
let drop: () => Promise<void>
let browser: Browser
let closeBrowser: () => Promise<void>

beforeAll(async () => {
  const database = await createDatabase()
  drop = database.drop
  const env = { PRIKKE_WEB_DIR: `${root}/apps/web/dist`, PRIKKE_PLAN_LIMITS: 'on' }
  stack = await startStack(database.url, env)
  const launched = await launchChromium()
  browser = launched.browser
  closeBrowser = launched.close
})

afterAll(async () => {
  await closeBrowser?.()
  await stack?.end()
  await drop?.()
})

async function visit(options: { colorScheme?: 'light' | 'dark'; width?: number } = {}) {
  const context = await browser.newContext({
    colorScheme: options.colorScheme ?? 'light',
    viewport: { width: options.width ?? 1280, height: 900 },
    reducedMotion: 'reduce',
    bypassCSP: true,
  })
  onTestFinished(() => context.close())
  return await context.newPage()
}

async function signUp(page: Page): Promise<void> {
  await page.goto(`${stack.url}/signup`)
  await page.getByLabel('Email').fill(`${crypto.randomUUID()}@example.com`)
  await page.getByLabel('Password').fill('correct horse battery staple')
  await page.getByLabel('Organization').fill('Acme')
  await page.getByRole('button', { name: 'Create account' }).click()
  await page.waitForURL('**/jobs**')
}

test.each([
  ['light', 1280],
  ['dark', 360],
] as const)(
  'an owner sees what the plan allows, and upgrades: %s, %i px',
  async (colorScheme, width) => {
    const page = await visit({ colorScheme, width })
    await signUp(page)
    await page.goto(`${stack.url}/organization`)
    const panel = page.getByRole('region', { name: 'Plan and usage' })
    await panel.getByText('0 of 5,000').waitFor()
    await panel.getByRole('meter', { name: 'Members and open invites' }).waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    expect(await sidewaysOverflow(page)).toBe(0)
    await panel.getByRole('button', { name: 'Upgrade to Pro' }).click()
    await page.getByRole('button', { name: 'Upgrade', exact: true }).click()
    await panel.getByText('0 of 250,000').waitFor()
    await panel.getByText('This organization is on Pro.').waitFor()
    await panel.getByRole('button', { name: 'Go back to Free' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Go back to Free' }).click()
    await panel.getByText('0 of 5,000').waitFor()
  },
)
