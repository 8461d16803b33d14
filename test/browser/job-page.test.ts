import { until } from '@prikke/service/test'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTarget, type Target } from '../target.ts'
import { ask, makeJob, runNow, signUp, type Visit, visit } from './person.ts'
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

type Job = { id: string; enabled: boolean; resumeAt: string | null; url: string; version: number }

/** Somebody with a job, on its page. */
async function openJob(values: Record<string, unknown> = {}) {
  const person = await visit(stage)
  await signUp(person)
  const made = await makeJob(person, { name: 'Report', url: `${target.url}/report`, ...values })
  const path = `${stage.stack.url}/jobs/${made.id}`
  const { page } = person
  await page.goto(path)
  await page.getByRole('heading', { level: 1, name: made.name }).waitFor()
  const read = () => ask<Job>(person, 'GET', `jobs/${made.id}`)
  const patch = (body: object) => ask<Job>(person, 'PATCH', `jobs/${made.id}`, body)
  return { person, page, path, id: made.id, read, patch }
}

/** Somebody else of the same organization, at a browser of their own. */
async function colleagueOf(owner: Visit): Promise<Visit> {
  const email = `${crypto.randomUUID()}@example.com`
  await ask(owner, 'POST', 'invites', { email, role: 'member' })
  const line = await until(
    () => stage.stack.apps.notifier.log.find(({ msg, to }) => msg === 'mail' && to === email),
    'the invite in the log',
  )
  const inviteToken = new URL(String(line.link)).hash.slice(1).replace(/^token=/, '')
  const colleague = await visit(stage)
  const account = { email, password: 'correct horse battery staple', inviteToken }
  await ask(colleague, 'POST', 'auth/register', account)
  return colleague
}

describe('a pause', () => {
  test('for an hour, with a note, is seen by everybody, and resumed by anybody', async () => {
    const { person, page, path, read } = await openJob()
    await page.getByRole('button', { name: 'Pause', exact: true }).click()
    const dialog = page.getByRole('dialog', { name: 'Pause Report' })
    await dialog.getByLabel('1 hour').check()
    await dialog.getByLabel('Note').fill('The target is being moved')
    await dialog.getByText('It goes on by itself at').waitFor()
    await dialog.getByRole('button', { name: 'Pause job' }).click()
    await page.getByRole('region', { name: 'This job is paused' }).waitFor()
    await until(async () => !(await read()).enabled, 'the job to be off')
    const { resumeAt } = await read()
    const inMs = Date.parse(resumeAt ?? '') - Date.now()
    expect(Math.abs(inMs - 3_600_000)).toBeLessThan(30_000)

    const colleague = await colleagueOf(person)
    await colleague.page.goto(path)
    const banner = colleague.page.getByRole('region', { name: 'This job is paused' })
    await banner.getByText('Paused by Ada Berg until').waitFor()
    await banner.getByText('The target is being moved').waitFor()
    await banner.getByRole('button', { name: 'Resume now' }).click()
    await banner.waitFor({ state: 'detached' })
    await until(async () => (await read()).enabled, 'the job to be on')
    expect(await read()).toMatchObject({ enabled: true, resumeAt: null })
    // Whoever else looks at it sees it go on.
    await page
      .getByRole('region', { name: 'This job is paused' })
      .waitFor({ state: 'detached', timeout: 10_000 })
  })

  test('ends by itself at its instant, and the open page says so', async () => {
    const { page, patch } = await openJob()
    await patch({ enabled: false, resumeAt: new Date(Date.now() + 4_000).toISOString() })
    const banner = page.getByRole('region', { name: 'This job is paused' })
    await banner.waitFor()
    await banner.waitFor({ state: 'detached', timeout: 15_000 })
    expect(await page.getByRole('switch', { name: 'Job is on' }).isChecked()).toBe(true)
    await page.getByRole('tab', { name: 'Activity' }).click()
    await page.getByText('Prikke resumed it').waitFor()
  })

  test('is taken back by Undo, and what was said of it comes back the same way', async () => {
    const { page, read } = await openJob()
    const banner = page.getByRole('region', { name: 'This job is paused' })
    await page.getByRole('switch', { name: 'Job is on' }).click()
    await banner.waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await banner.waitFor({ state: 'detached' })
    await until(async () => (await read()).enabled, 'the job to be on')

    await page.keyboard.press('p')
    const dialog = page.getByRole('dialog', { name: 'Pause Report' })
    await dialog.getByLabel('Until a time').check()
    await dialog.getByRole('button', { name: 'Pause job' }).click()
    await dialog.getByText('Until needs a date and a time').waitFor()
    await dialog.getByLabel('24 hours').check()
    await dialog.getByRole('button', { name: 'Pause job' }).click()
    await until(async () => !(await read()).enabled, 'the job to be off')
    const { resumeAt } = await read()
    await banner.getByRole('button', { name: 'Resume now' }).click()
    await banner.waitFor({ state: 'detached' })
    await page.getByText('The job goes on.').waitFor()
    await page.getByRole('button', { name: 'Undo' }).last().click()
    await until(async () => !(await read()).enabled, 'the job to be off')
    expect(await read()).toMatchObject({ enabled: false, resumeAt })
  })

  test('that Prikke made is told as such, with the reason and the way back', async () => {
    target.answer('/gone', (_, response) => response.writeHead(410).end())
    const { page, person, id, read } = await openJob({ url: `${target.url}/gone` })
    await runNow(person, id)
    const banner = page.getByRole('region', { name: 'Prikke switched this job off' })
    await banner.getByText('The target answered 410 Gone.').waitFor()
    await banner.getByRole('button', { name: 'Switch on again' }).click()
    await banner.waitFor({ state: 'detached' })
    await until(async () => (await read()).enabled, 'the job to be on')
  })
})

test('a version is compared with the one before and restored, and the job sends it again', async () => {
  const { page, patch, read } = await openJob({ method: 'POST', body: '{"n":1}' })
  const before = await read()
  await patch({ url: `${target.url}/other`, body: '{"n":2}' })
  await page.getByRole('tab', { name: 'Configuration' }).click()
  const versions = page.getByRole('listitem').filter({ hasText: /^Version \d/ })
  await versions.first().getByText('Version 2').waitFor()
  await versions.first().getByRole('button', { name: 'What it changed' }).click()
  const change = page.getByRole('region', { name: 'Change from version 1 to version 2' })
  expect(await change.textContent()).toContain('{"n":2}')
  await versions.nth(1).getByRole('button', { name: 'Restore' }).click()
  const dialog = page.getByRole('dialog', { name: 'Go back to version 1?' })
  await dialog.getByRole('button', { name: 'Restore' }).click()
  await versions.first().getByText('Version 3').waitFor()
  expect(await read()).toMatchObject({ url: before.url, body: '{"n":1}', version: 3 })
})

test.each([1280, 360])(
  'the runs stay where they are while the charts above them load, at %i px',
  async width => {
    const { page, id } = await openJob()
    await page.setViewportSize({ width, height: 900 })
    await seedExecutions(stage.databaseUrl, id, { count: 40, everyMs: 1_800_000, failedEach: 8 })
    const held = Promise.withResolvers<void>()
    await page.route('**/api/stats**', async route => {
      await held.promise
      await route.continue()
    })
    await page.route('**/api/stats/**', async route => {
      await held.promise
      await route.continue()
    })
    await page.reload()
    const row = page.locator('[data-row]').first()
    await row.waitFor()
    const top = async () => (await row.boundingBox())?.y ?? Number.NaN
    const before = await top()
    held.resolve()
    await page.getByRole('slider', { name: 'The last 90 days' }).waitFor()
    await page.locator('main [aria-busy=true]').first().waitFor({ state: 'detached' })
    expect(Math.abs((await top()) - before)).toBeLessThan(24)
  },
)

test('charts tell in words what they show, are read by keys, and choose what the table shows', async () => {
  const { page, id } = await openJob()
  const hourMs = 3_600_000
  await seedExecutions(stage.databaseUrl, id, { count: 40, everyMs: hourMs / 2, failedEach: 8 })
  await page.reload()
  const dots = page.getByRole('slider', { name: 'Runs of the last 24 hours' })
  await page
    .getByText(/\d failed, \d+ succeeded/)
    .first()
    .waitFor({ state: 'attached' })
  await dots.focus()
  await page.keyboard.press('End')
  expect(await dots.getAttribute('aria-valuetext')).toMatch(/: (nothing|\d+ (succeeded|failed))/)
  const lines = page.getByRole('slider', { name: 'Durations of the last 24 hours' })
  await lines.focus()
  await page.keyboard.press('Home')
  for (let n = 0; n < 11; n++) await page.keyboard.press('Shift+ArrowRight')
  const words = await lines.getAttribute('aria-valuetext')
  await page.keyboard.press('Enter')
  await page.waitForURL(/from=.*to=/)
  await page.getByText('Runs of', { exact: false }).first().waitFor()
  expect(words).toMatch(/nothing ran|took up to/)
  const days = page.getByRole('slider', { name: 'The last 90 days' })
  await days.focus()
  expect(await days.getAttribute('aria-valuetext')).toMatch(/\d+ succeeded/)
  await page.getByText('As a table').first().click()
  await page.getByRole('columnheader', { name: 'Late by p50' }).waitFor()
  await page.getByRole('button', { name: 'Show all' }).click()
  await page.waitForURL(url => !url.search.includes('from='))
})

test('a run that starts elsewhere appears by itself, one of many waits behind a button', async () => {
  const { person, page, id } = await openJob({ name: 'Live', url: `${target.url}/live` })
  const rows = page.getByRole('main').getByRole('row').filter({ hasText: 'Success' })
  await page.getByText('It has not run yet').waitFor()
  await runNow(person, id)
  await until(async () => (await rows.count()) === 1, 'the row to appear', 10_000)
  await runNow(person, id)
  await page.getByRole('button', { name: '1 new run' }).click()
  await until(async () => (await rows.count()) === 2, 'the row to be shown')
  await page.getByRole('button', { name: 'Run now' }).click()
  await until(async () => (await rows.count()) === 3, 'one’s own run to be shown at once')
})
