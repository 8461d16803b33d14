import type { ServerResponse } from 'node:http'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTarget, type Target } from '../target.ts'
import { accessibilityFaults, sidewaysOverflow } from './accessibility.ts'
import { ask, makeJob, signUp, type Visit, type VisitOptions, visit } from './person.ts'
import { useStage } from './use-stage.ts'

const stage = useStage()
let target: Target

beforeAll(async () => {
  target = await startTarget()
  target.answer('/json', (_, response) => {
    response.writeHead(201, { 'content-type': 'application/json', 'x-shard': '7' })
    response.end('{"made":{"id":7}}')
  })
  target.answer('/old', (_, response) => response.writeHead(301, { location: '/json' }).end())
  target.answer('/denied', (_, response) => response.writeHead(401).end())
  target.answer('/hangs', () => {})
})

afterAll(async () => {
  await target?.close()
})

/** Somebody at the form of a new job. */
async function atForm(options: VisitOptions = {}): Promise<Visit> {
  const person = await visit(stage, options)
  await signUp(person)
  await person.page.goto(`${stage.stack.url}/jobs/new`)
  await urlOf(person.page).waitFor()
  return person
}

const urlOf = (page: Page) => page.getByLabel('URL', { exact: true })
const panel = (page: Page) => page.getByRole('region', { name: 'Test run' })
const press = (page: Page, name: string) =>
  panel(page).getByRole('button', { name, exact: true }).click()
const arrivals = (path: string) => target.arrivals.filter(each => each.path === path)

async function tryOut(page: Page, path: string): Promise<void> {
  await urlOf(page).fill(`${target.url}${path}`)
  await press(page, 'Send a test')
}

test('the request of a form is sent before it is saved, and everything of the answer is shown', async () => {
  const person = await atForm()
  const { page } = person
  await tryOut(page, '/json')
  await panel(page).getByText('Success').waitFor()
  await panel(page).getByText('status 201 ·').waitFor()
  await panel(page).getByText('from 127.0.0.1').waitFor()
  await panel(page).getByText('Test, not in the history').waitFor()
  await panel(page).getByText('x-shard').waitFor()
  await panel(page).getByText('"id": 7').waitFor()
  await panel(page).getByText('First byte').waitFor()
  await panel(page).getByRole('tab', { name: 'What was sent' }).click()
  await panel(page).getByText('Prikke-Test').waitFor()
  await panel(page).getByText('•••••• (secret)').waitFor()
  expect(arrivals('/json')).toHaveLength(1)
  expect(arrivals('/json')[0]?.headers['prikke-test']).toBe('true')
  expect(await ask(person, 'GET', 'executions')).toMatchObject({ data: [] })
  expect(await ask(person, 'GET', 'jobs')).toMatchObject({ data: [] })
  expect([person.foreign, person.complaints]).toEqual([[], []])
})

test('phases are shown as they happen, and who stops it ends the request', async () => {
  const { page } = await atForm()
  let under: ServerResponse | undefined
  target.answer('/slow', (_, response) => {
    under = response
  })
  await tryOut(page, '/slow')
  await panel(page).getByText('Sent, wait, now').waitFor()
  await expect.poll(() => under?.req.socket.destroyed).toBe(false)
  await press(page, 'Stop')
  await panel(page).getByRole('button', { name: 'Send a test' }).waitFor()
  await expect.poll(() => under?.req.socket.destroyed).toBe(true)
})

test('a method that may change something asks first', async () => {
  const { page } = await atForm()
  await page.getByLabel('Method').selectOption('DELETE')
  await tryOut(page, '/kept')
  const dialog = page.getByRole('dialog', { name: 'Send this DELETE now?' })
  await dialog.getByText(`${target.url}/kept`).waitFor()
  await dialog.getByRole('button', { name: 'Not now' }).click()
  expect(arrivals('/kept')).toEqual([])
  await press(page, 'Send a test')
  await dialog.getByRole('button', { name: 'Send it' }).click()
  await panel(page).getByText('status 200 ·').waitFor()
  expect(arrivals('/kept').map(({ method }) => method)).toEqual(['DELETE'])
})

test('a redirect is mended with one press, which puts the other URL into the form', async () => {
  const { page } = await atForm()
  await tryOut(page, '/old')
  await panel(page).getByText('Prikke does not follow redirects').waitFor()
  await press(page, 'Use this URL')
  expect(await urlOf(page).inputValue()).toBe(`${target.url}/json`)
  await press(page, 'Test again')
  await panel(page).getByText('status 201 ·').waitFor()
})

test('each failure says in words what mends it, and leads to that setting', async () => {
  const { page } = await atForm()
  await tryOut(page, '/denied')
  await panel(page).getByText('The server wants credentials').waitFor()
  await press(page, 'Set the credentials')
  expect(await page.evaluate('document.activeElement.textContent')).toContain('Add')

  await page.getByLabel('Timeout in seconds').fill('1')
  await urlOf(page).fill(`${target.url}/hangs`)
  await press(page, 'Test again')
  await panel(page).getByText('Timed out').waitFor()
  await press(page, 'Change the timeout')
  expect(await page.getByLabel('Timeout in seconds').evaluate(isFocused)).toBe(true)

  await urlOf(page).fill('http://127.0.0.1:1/')
  await press(page, 'Test again')
  await panel(page).getByText('No connection could be opened').waitFor()

  await urlOf(page).fill('http://169.254.169.254/')
  await press(page, 'Test again')
  await panel(page).getByText('Nothing was sent').waitFor()
  await press(page, 'Show it')
  expect(await urlOf(page).evaluate(isFocused)).toBe(true)
})

test('a job that is edited is tested with the secrets that it keeps', async () => {
  const person = await visit(stage)
  await signUp(person)
  const headers = { Authorization: 'Bearer c4nary-kept' }
  const job = await makeJob(person, { url: `${target.url}/kept-secret`, headers })
  await person.page.goto(`${stage.stack.url}/jobs/${job.id}/edit`)
  await press(person.page, 'Send a test')
  await panel(person.page).getByText('status 200 ·').waitFor()
  expect(arrivals('/kept-secret')[0]?.headers.authorization).toBe('Bearer c4nary-kept')
  expect(await person.page.content()).not.toContain('c4nary')
})

test.each([
  ['light', 1280],
  ['dark', 1280],
  ['light', 360],
  ['dark', 360],
] as const)('the result is accessible in %s at %i px', async (colorScheme, width) => {
  const { page } = await atForm({ colorScheme, width, bypassCSP: true })
  await tryOut(page, '/old')
  await panel(page).getByText('Failed').waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
  expect(await sidewaysOverflow(page)).toBe(0)
})

const isFocused = (element: unknown) =>
  (element as { ownerDocument: { activeElement: unknown } }).ownerDocument.activeElement === element
