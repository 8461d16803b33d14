import { until } from '@prikke/service/test'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTarget, type Target } from '../target.ts'
import { accessibilityFaults, sidewaysOverflow } from './accessibility.ts'
import { ask, makeJob, runNow, signUp, type Visit, visit } from './person.ts'
import { useStage } from './use-stage.ts'

const stage = useStage()
let target: Target

beforeAll(async () => {
  target = await startTarget()
  target.answer('/broken', (_, response) => response.writeHead(503).end('down'))
})

afterAll(async () => {
  await target?.close()
})

async function runToTheEnd(person: Visit, jobId: string): Promise<string> {
  const { id } = await runNow(person, jobId)
  await until(async () => {
    const { status } = await ask<{ status: string }>(person, 'GET', `executions/${id}`)
    return !['pending', 'running'].includes(status)
  }, 'the run to be over')
  return id
}

test('with no job yet the overview leads to the first one', async () => {
  const person = await visit(stage)
  await signUp(person)
  await person.page.goto(person.url)
  await person.page.getByRole('heading', { name: 'Nothing runs here yet' }).waitFor()
  const first = person.page.getByRole('link', { name: 'Run your first job' })
  expect(await first.getAttribute('href')).toBe('/welcome')
  expect([person.foreign, person.complaints]).toEqual([[], []])
})

test('in a deleted organization the overview makes no job', async () => {
  const person = await visit(stage)
  await signUp(person)
  const { organizations } = await ask<{ organizations: { id: string; name: string }[] }>(
    person,
    'GET',
    'me',
  )
  const [{ id, name } = { id: '', name: '' }] = organizations
  await ask(person, 'DELETE', `organizations/${id}`, { confirm: name })
  await person.page.goto(person.url)
  await person.page.getByRole('heading', { name: 'Nothing runs here yet' }).waitFor()
  expect(await person.page.getByRole('link', { name: /first job|Import|New job/ }).count()).toBe(0)
})

test('a job that fails is on the overview by itself, and its cause, its run and its list are one click away', async () => {
  const person = await visit(stage)
  const { page } = person
  await signUp(person)
  const job = await makeJob(person, { name: 'Invoices', url: `${target.url}/broken` })
  await makeJob(person, { name: 'Backup', url: `${target.url}/backup` })
  await page.goto(person.url)
  await page.getByText('No job is failing').waitFor()

  const failed = await runToTheEnd(person, job.id)
  await runToTheEnd(person, job.id)
  await page.getByRole('link', { name: 'Invoices is failing' }).waitFor()
  const failures = page.getByRole('region', { name: 'What failed, last 24 hours' })
  await failures.getByText('Status 503').waitFor()
  await failures.getByText('2 times').waitFor({ state: 'attached' })
  expect(await failures.getByRole('link', { name: 'Open' }).getAttribute('href')).not.toContain(
    failed,
  )
  await failures.getByRole('link', { name: 'Open' }).click()
  await page.waitForURL('**/executions/*')
  await page.goBack()
  await failures.getByRole('link', { name: /^Status 503/ }).click()
  await page.waitForURL(`**/executions?**jobId=${job.id}&errorCode=http_status&statusCode=503`)
  await page.goBack()

  await page.getByRole('link', { name: /^Failing jobs/ }).click()
  await page.waitForURL('**/jobs?failing=true&enabled=true')
  await page.getByRole('heading', { level: 1, name: 'Jobs' }).waitFor()
  await page.getByRole('link', { name: 'Invoices', exact: true }).waitFor()
  expect(await page.getByRole('link', { name: 'Backup', exact: true }).count()).toBe(0)
  expect([person.foreign, person.complaints]).toEqual([[], []])
})

test('failures of one cause run again together, counted first, or the job is paused with a note', async () => {
  const person = await visit(stage)
  const { page } = person
  await signUp(person)
  const job = await makeJob(person, { name: 'Invoices', url: `${target.url}/broken` })
  for (let count = 0; count < 3; count += 1) await runToTheEnd(person, job.id)
  await page.goto(person.url)
  const failures = page.getByRole('region', { name: 'What failed, last 24 hours' })
  await failures.getByRole('button', { name: 'Replay' }).click()
  const before = target.arrivals.filter(({ jobId }) => jobId === job.id).length
  expect(before).toBe(3)
  await page.getByRole('button', { name: 'Replay all 3' }).click()
  await until(
    () => target.arrivals.filter(({ jobId }) => jobId === job.id).length === 6,
    'all three to run again',
  )

  await failures.getByRole('button', { name: 'Pause' }).click()
  await page.getByLabel('Note').fill('Waiting for the bank')
  await page.getByRole('button', { name: 'Pause job' }).click()
  await page.getByText('No job is failing').waitFor()
  const paused = await ask<{ enabled: boolean; pauseNote: string }>(person, 'GET', `jobs/${job.id}`)
  expect(paused).toMatchObject({ enabled: false, pauseNote: 'Waiting for the bank' })
})

test('a slot of the timeline opens its executions, by click, by drag and by keys', async () => {
  const person = await visit(stage)
  const { page } = person
  await signUp(person)
  const job = await makeJob(person, {
    name: 'Backup',
    url: `${target.url}/backup`,
    cronExpression: '* * * * *',
  })
  await runToTheEnd(person, job.id)
  await page.goto(person.url)
  const timeline = page.getByRole('slider', { name: /^Runs of the last 24 hours/ })
  await timeline.waitFor()
  await until(
    async () => (await timeline.getAttribute('aria-valuetext'))?.includes('planned'),
    'the planned runs to be hatched in',
  )
  const box = await timeline.boundingBox()
  if (box === null) throw new Error('The timeline is not there.')
  const xOf = (slot: number) => box.x + ((slot + 0.5) / 120) * box.width
  const y = box.y + box.height / 2
  const spanOf = async () => {
    await page.waitForURL('**/executions?**')
    const { searchParams } = new URL(page.url())
    const [from, to] = ['from', 'to'].map(name => Date.parse(searchParams.get(name) ?? ''))
    await page.goBack()
    await timeline.waitFor()
    return { from: from ?? 0, minutes: ((to ?? 0) - (from ?? 0)) / 60_000 }
  }

  await page.mouse.click(xOf(95), y)
  const clicked = await spanOf()
  expect(clicked.minutes).toBe(15)
  expect(Date.now() - clicked.from).toBeLessThan(17 * 60_000)

  await page.mouse.move(xOf(80), y)
  await page.mouse.down()
  await page.mouse.move(xOf(90), y, { steps: 4 })
  await page.mouse.up()
  expect((await spanOf()).minutes).toBe(11 * 15)

  await timeline.focus()
  await timeline.press('Home')
  await timeline.press('Shift+ArrowRight')
  await timeline.press('Enter')
  const pressed = await spanOf()
  expect(pressed.minutes).toBe(30)
  expect(Math.round((clicked.from - pressed.from) / 3_600_000)).toBe(24)

  // What is to come can be looked at, not opened.
  const here = page.url()
  await page.mouse.click(xOf(110), y)
  await timeline.press('End')
  await timeline.press('Enter')
  expect(page.url()).toBe(here)
})

test('one widget that fails leaves the rest of the page whole, and can be asked again', async () => {
  const person = await visit(stage)
  const { page } = person
  await signUp(person)
  await makeJob(person, { name: 'Backup', url: `${target.url}/backup` })
  let broken = true
  await page.route('**/api/stats/failures?**', route =>
    broken
      ? route.fulfill({
          status: 503,
          contentType: 'application/problem+json',
          body: JSON.stringify({ title: 'Down', detail: 'Away for now.', status: 422, code: 'x' }),
        })
      : route.continue(),
  )
  await page.goto(person.url)
  const failures = page.getByRole('region', { name: 'What failed, last 24 hours' })
  await failures.getByText('Away for now.').waitFor()
  await page.getByRole('link', { name: /Success rate/ }).waitFor()
  await page.getByRole('region', { name: 'Next runs' }).getByText('Backup').waitFor()
  broken = false
  await failures.getByRole('button', { name: 'Try again' }).click()
  await failures.getByText('Nothing failed in the last 24 hours.').waitFor()
})

test.each([
  ['light', 1280],
  ['dark', 1280],
  ['light', 360],
  ['dark', 360],
] as const)(
  'the overview in %s at %i px is accessible, open and closed',
  async (colorScheme, width) => {
    const person = await visit(stage, { colorScheme, width, bypassCSP: true })
    const { page } = person
    await signUp(person)
    const job = await makeJob(person, { name: 'Invoices', url: `${target.url}/broken` })
    await runToTheEnd(person, job.id)
    await page.goto(person.url)
    await page.getByText('Status 503').waitFor()
    await page.getByText('As a table').click()
    await page.getByRole('region', { name: /as a table$/ }).waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    expect(await sidewaysOverflow(page)).toBe(0)
    await page.getByRole('button', { name: 'Pause', exact: true }).click()
    await page.getByRole('dialog').waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
  },
)
