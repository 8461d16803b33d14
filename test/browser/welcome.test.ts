import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTarget, type Target } from '../target.ts'
import { accessibilityFaults, sidewaysOverflow } from './accessibility.ts'
import { ask, signUp, signUpByForm, visit } from './person.ts'
import { useStage } from './use-stage.ts'

const stage = useStage()
let target: Target

beforeAll(async () => {
  target = await startTarget()
})

afterAll(async () => {
  await target?.close()
})

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()

test('from nothing to a first delivered job in under a minute, with no input and two clicks', async () => {
  const person = await visit(stage)
  const { page, foreign, complaints } = person
  const startedAt = performance.now()
  await signUpByForm(person)
  await page.waitForURL('**/welcome')
  await page.getByRole('heading', { name: 'Run your first job' }).waitFor()
  const inputs = await page.locator('main input:visible:not([type=radio])').count()
  const choices = await page.getByRole('group', { name: 'Schedule' }).count()
  expect(inputs + choices).toBeLessThanOrEqual(4)

  await press(page, 'Create and run now')
  await page.getByText('Delivered').waitFor()
  expect(performance.now() - startedAt).toBeLessThan(60_000)
  await page.getByRole('main').getByText('200', { exact: true }).waitFor()
  await page.getByText('"path": "/echo/hello"').waitFor()
  await page.getByText(/^Next run in \d+/).waitFor()
  for (const door of ['Hear of failures', 'Make jobs by API', 'Bring others in']) {
    await page.getByRole('heading', { name: door }).waitFor()
  }
  expect(foreign).toEqual([])
  expect(complaints).toEqual([])
})

test('a failure is told in words, mended on the same page, and run again as the same job', async () => {
  const person = await visit(stage)
  const { page } = person
  await signUp(person)
  await page.goto(`${stage.stack.url}/welcome`)
  await page.getByLabel('URL').fill(`${stage.stack.url}/echo?status=404`)
  await press(page, 'Create and run now')
  await page.getByText('Nothing answers at this URL. Check its path.').waitFor()
  await press(page, 'Fix and run again')
  await page.getByLabel('URL').fill(`${target.url}/mended`)
  await press(page, 'Save and run again')
  await page.getByText('Delivered').waitFor()
  const { data } = await ask<{ data: { url: string }[] }>(person, 'GET', 'jobs')
  expect(data.map(({ url }) => url)).toEqual([`${target.url}/mended`])
})

test('the first job is offered until one ran well, or until it is passed by', async () => {
  const person = await visit(stage)
  const { page, context } = person
  const { email, password } = await signUp(person)
  const signIn = async () => {
    await context.clearCookies()
    await page.goto(`${stage.stack.url}/login`)
    await page.getByLabel('Email').fill(email)
    await page.getByLabel('Password').fill(password)
    await page.keyboard.press('Enter')
    await page.getByRole('navigation', { name: 'Main' }).waitFor()
  }
  await signIn()
  await page.waitForURL('**/welcome')
  await page.getByRole('link', { name: 'Skip for now' }).click()
  await page.getByRole('heading', { name: 'Run your first job' }).waitFor({ state: 'detached' })
  await signIn()
  expect(new URL(page.url()).pathname).not.toBe('/welcome')

  await page.evaluate('localStorage.clear()')
  await signIn()
  await page.waitForURL('**/welcome')
  await press(page, 'Create and run now')
  await page.getByText('Delivered').waitFor()
  await signIn()
  expect(new URL(page.url()).pathname).not.toBe('/welcome')
})

test.each([
  ['light', 1280],
  ['dark', 360],
] as const)(
  'the way to a first job in %s at %i px is accessible before and after it ran',
  async (colorScheme, width) => {
    const person = await visit(stage, { colorScheme, width, bypassCSP: true })
    const { page } = person
    await signUp(person)
    await page.goto(`${stage.stack.url}/welcome`)
    await page.locator('label', { hasText: 'Every 5 minutes' }).waitFor()
    await page.getByText('Cron…').click()
    await press(page, 'Take another')
    await page.getByLabel('Time zone').click()
    await page.getByRole('listbox').getByRole('option').first().waitFor()
    const faults = async () => [await accessibilityFaults(page), await sidewaysOverflow(page)]
    expect(await faults()).toEqual([[], 0])
    await page.keyboard.press('Escape')
    await press(page, 'Create and run now')
    await page.getByText('Delivered').waitFor()
    expect(await faults()).toEqual([[], 0])
  },
)
