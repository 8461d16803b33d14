import { until } from '@prikke/service/test'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTarget, type Target } from '../target.ts'
import { accessibilityFaults, sidewaysOverflow } from './accessibility.ts'
import { ask, makeJob, signUp, type Visit, visit } from './person.ts'
import { useStage } from './use-stage.ts'

const stage = useStage()
let target: Target

beforeAll(async () => {
  target = await startTarget()
})

afterAll(async () => {
  await target?.close()
})

const cron = { scheduleType: 'cron', cronExpression: '0 5 * * *' }

/** Many jobs at once. */
const sync = (person: Visit, jobs: Record<string, unknown>[]) =>
  ask(person, 'PUT', 'sync', {
    jobs: jobs.map((job, index) => ({
      ...cron,
      key: `job-${index}`,
      name: `Job ${String(index).padStart(2, '0')}`,
      url: `${target.url}/job`,
      ...job,
    })),
  })

const rowNames = (person: Visit) =>
  person.page.locator('[data-row] td a[href^="/jobs/"]').allTextContents()

test('filters, order and search stand in the address: they survive a reload and Back', async () => {
  const person = await visit(stage)
  const { page } = person
  await signUp(person)
  await sync(person, [
    { name: 'Alpha', method: 'POST', tags: ['billing', 'eu'] },
    { name: 'Beta', method: 'POST', tags: ['billing'], enabled: false },
    { name: 'Gamma', method: 'GET' },
  ])
  await page.goto(`${person.url}/jobs`)
  await page.getByLabel('Method').selectOption('POST')
  await page.waitForURL('**/jobs?method=POST')
  await until(async () => (await rowNames(person)).length === 2, 'the POST jobs')
  await page.getByLabel('Tag', { exact: true }).selectOption('billing')
  await page.waitForURL('**tag=billing**')
  await page.getByLabel('Order').selectOption('name')
  await page.waitForURL('**sort=name**')
  await page.getByLabel('State').selectOption('true')
  await until(async () => (await rowNames(person)).join() === 'Alpha', 'Alpha alone')

  await page.reload()
  await until(async () => (await rowNames(person)).join() === 'Alpha', 'Alpha after the reload')
  expect(await page.getByLabel('Order').inputValue()).toBe('name')
  expect(await page.getByLabel('State').inputValue()).toBe('true')
  await page.getByRole('link', { name: 'Alpha', exact: true }).click()
  await page.waitForURL(/\/jobs\/[0-9a-f-]{36}$/)
  await page.goBack()
  await until(async () => (await rowNames(person)).join() === 'Alpha', 'Alpha after Back')
  await page.goBack()
  await until(async () => (await rowNames(person)).join() === 'Alpha,Beta', 'one filter less')
  expect(await page.getByLabel('State').inputValue()).toBe('')
  await page.goto(`${person.url}/jobs?failing=true`)
  await page.getByText('No job is like this.').waitFor()
  expect(await page.getByLabel('Result').inputValue()).toBe('failing')
  await page.goto(`${person.url}/jobs?method=POST`)

  await page.getByLabel('Search jobs').fill('nothing like it')
  await page.getByText('“nothing like it”').waitFor()
  await page.getByRole('button', { name: 'Clear the search and filters' }).click()
  await until(async () => (await rowNames(person)).length === 3, 'all of them')
  expect(new URL(page.url()).search).toBe('')
  expect([person.foreign, person.complaints]).toEqual([[], []])
})

test('a view is saved under a name, and opened again from another page', async () => {
  const person = await visit(stage)
  const { page } = person
  await signUp(person)
  await sync(person, [{ name: 'Alpha', tags: ['billing'] }, { name: 'Beta' }])
  await page.goto(`${person.url}/jobs?tag=billing`)
  await page.getByRole('button', { name: /^Views/ }).click()
  await page.getByLabel('Save what is shown now as').fill('Money')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.goto(`${person.url}/jobs`)
  await until(async () => (await rowNames(person)).length === 2, 'both')
  await page.getByRole('button', { name: /^Views/ }).click()
  await page.getByRole('button', { name: 'Money', exact: true }).click()
  await page.waitForURL('**/jobs?tag=billing')
  await until(async () => (await rowNames(person)).join() === 'Alpha', 'the view')
  await page.getByRole('link', { name: 'Jobs tagged billing' }).waitFor()
})

test('what is selected goes beyond the rows that are shown, once somebody says so', async () => {
  const person = await visit(stage)
  const { page } = person
  await signUp(person)
  await sync(
    person,
    Array.from({ length: 64 }, (_, index) => ({ tags: index < 60 ? ['bulk'] : [] })),
  )
  await page.goto(`${person.url}/jobs?tag=bulk&sort=name`)
  await until(async () => (await rowNames(person)).length === 50, 'the first page')
  await page.getByLabel('Select Job 00').click()
  await page.getByLabel('Select Job 03').click({ modifiers: ['Shift'] })
  const bar = page.getByRole('region', { name: 'Selected jobs' })
  await bar.getByText('4 of 60 selected').waitFor()
  await bar.getByRole('button', { name: 'Select all 60 matching' }).click()
  await bar.getByText('60 of 60 selected').waitFor()
  await bar.getByRole('button', { name: 'Pause' }).click()
  await page.getByLabel('Until I resume it').check()
  await page.getByLabel('Note').fill('Moving')
  await page.getByRole('button', { name: 'Pause 60 jobs' }).click()
  await page.getByText('60 paused.').waitFor()
  const paused = (query: string) =>
    ask<{ data: { id: string; pauseNote: string }[] }>(
      person,
      'GET',
      `jobs?limit=100&enabled=false${query}`,
    )
  const { data } = await paused('')
  expect(data).toHaveLength(60)
  expect(new Set(data.map(({ pauseNote }) => pauseNote))).toEqual(new Set(['Moving']))

  // Page two as well is there on demand, each job once, though a hint comes while it is fetched.
  let isHeld = true
  await page.route(/\/api\/jobs\?.*cursor=/, route => (isHeld ? undefined : route.continue()))
  const asked = page.waitForRequest(/\/api\/jobs\?.*cursor=/)
  await page.getByRole('button', { name: 'Load more' }).click()
  await asked
  isHeld = false
  await ask(person, 'PATCH', `jobs/${data[0]?.id}`, { pauseNote: 'Moved' })
  await until(async () => new Set(await rowNames(person)).size === 60, 'both pages')
  expect(await rowNames(person)).toHaveLength(60)

  await page.getByLabel('Select Job 59').click()
  await bar.getByRole('button', { name: 'Tags' }).click()
  await page.getByRole('dialog').getByLabel('Tags').fill('last, Bulk')
  await page.getByRole('dialog').getByRole('button', { name: 'Take away' }).click()
  await page.getByText('1 tagged anew.').waitFor()
  await until(async () => (await rowNames(person)).length === 59, 'the tag to be gone')
})

test('selected jobs run, are exported as a file that a sync takes, and are deleted', async () => {
  const person = await visit(stage)
  const { page } = person
  await signUp(person)
  await sync(person, [{ name: 'Alpha' }, { name: 'Beta' }, { name: 'Gamma' }])
  await page.goto(`${person.url}/jobs?sort=name`)
  const bar = page.getByRole('region', { name: 'Selected jobs' })
  await page.getByLabel('Select Alpha').click()
  await page.getByLabel('Select Beta').click()
  await bar.getByRole('button', { name: 'Run now' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Run now' }).click()
  await page.getByText('2 jobs started.').waitFor()
  await until(
    () =>
      new Set(target.arrivals.filter(({ path }) => path === '/job').map(a => a.jobId)).size === 2,
    'both to arrive',
  )

  await page.getByLabel('Select all that are shown').click()
  await bar.getByRole('button', { name: 'Export' }).click()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download' }).click(),
  ])
  expect(download.suggestedFilename()).toBe('prikke-jobs.json')
  const text = await page.getByRole('tabpanel').locator('pre').textContent()
  const result = await ask<Record<string, string[]>>(
    person,
    'PUT',
    'sync?dryRun=true',
    JSON.parse(text ?? ''),
  )
  expect(result.unchanged).toHaveLength(3)
  await page.getByRole('tab', { name: 'crontab and curl' }).click()
  await page.getByText('CRON_TZ=UTC').waitFor()
  await page.getByRole('button', { name: 'Close' }).click()

  await bar.getByRole('button', { name: 'Delete' }).click()
  await page.getByRole('button', { name: 'Delete 3 jobs' }).click()
  await page.getByText('There is none yet').waitFor()
})

test('a switch that is refused goes back and says why; one that is taken can be undone', async () => {
  const person = await visit(stage)
  const { page } = person
  await signUp(person)
  const job = await makeJob(person, { name: 'Alpha', url: `${target.url}/job` })
  await page.goto(`${person.url}/jobs`)
  const state = page.getByRole('switch', { name: 'Alpha is on' })
  await state.waitFor()
  let refuse = true
  await page.route(`**/api/jobs/${job.id}`, route =>
    refuse && route.request().method() === 'PATCH'
      ? route.fulfill({
          status: 402,
          contentType: 'application/problem+json',
          body: JSON.stringify({
            title: 'Limit',
            detail: 'The plan does not allow it.',
            status: 402,
          }),
        })
      : route.continue(),
  )
  await state.click()
  await page.getByText('The plan does not allow it.').waitFor()
  expect(await state.getAttribute('aria-checked')).toBe('true')

  refuse = false
  await state.click()
  await page.getByText('Alpha is paused.').waitFor()
  expect(await state.getAttribute('aria-checked')).toBe('false')
  await page.getByRole('button', { name: 'Undo' }).click()
  await until(
    async () => (await ask<{ enabled: boolean }>(person, 'GET', `jobs/${job.id}`)).enabled,
    'it to be on again',
  )
})

test('the last ten runs of a job are told in words, and lead to each of them by arrow keys', async () => {
  const person = await visit(stage)
  const { page } = person
  await signUp(person)
  target.answer('/odd', (_, response) => response.writeHead(500).end())
  const job = await makeJob(person, { name: 'Alpha', url: `${target.url}/job`, ...cron })
  const ran: string[] = []
  for (const url of [`${target.url}/job`, `${target.url}/odd`]) {
    await ask(person, 'PATCH', `jobs/${job.id}`, { url })
    const { id } = await ask<{ id: string }>(person, 'POST', `jobs/${job.id}/trigger`)
    ran.push(id)
    await until(async () => {
      const { status } = await ask<{ status: string }>(person, 'GET', `executions/${id}`)
      return !['pending', 'running'].includes(status)
    }, 'the run to be over')
  }
  await page.goto(`${person.url}/jobs`)
  const spark = page.getByRole('link', { name: /^Alpha: 1 of 2 succeeded, last failed/ })
  await spark.focus()
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('Enter')
  await page.waitForURL(`**/executions/${ran[0]}`)
  await page.goBack()
  await page.getByText('50.0 %').waitFor()
})

test('in a deleted organization the list is there to read, and nothing makes or changes a job', async () => {
  const person = await visit(stage)
  const { page } = person
  await signUp(person)
  await makeJob(person, { name: 'Alpha', url: `${target.url}/job` })
  const { organizations } = await ask<{ organizations: { id: string; name: string }[] }>(
    person,
    'GET',
    'me',
  )
  const [organization] = organizations
  await ask(person, 'DELETE', `organizations/${organization?.id}`, { confirm: organization?.name })
  await page.goto(`${person.url}/jobs`)
  await page.getByRole('link', { name: 'Alpha', exact: true }).waitFor()
  expect(await page.getByRole('link', { name: 'Import' }).count()).toBe(0)
  expect(await page.getByRole('checkbox').count()).toBe(0)
  expect(await page.getByRole('button', { name: 'More for Alpha' }).count()).toBe(0)
  expect(await page.getByRole('switch', { name: 'Alpha is on' }).isDisabled()).toBe(true)
})

test.each([
  ['light', 1280],
  ['dark', 1280],
  ['light', 360],
  ['dark', 360],
] as const)(
  'the list in %s at %i px is accessible while jobs are selected',
  async (colorScheme, width) => {
    const person = await visit(stage, { colorScheme, width, bypassCSP: true })
    const { page } = person
    await signUp(person)
    const long = 'A job whose name goes on for longer than anybody would want to read it in a list'
    await sync(person, [{ name: long, tags: ['billing', 'nightly'] }, { enabled: false }])
    await page.goto(`${person.url}/jobs?tag=billing`)
    await page.getByLabel(`Select ${long}`).click()
    await page.getByRole('region', { name: 'Selected jobs' }).waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    expect(await sidewaysOverflow(page)).toBe(0)
    for (const name of ['Tags', 'Export']) {
      await page
        .getByRole('region', { name: 'Selected jobs' })
        .getByRole('button', { name })
        .click()
      await page.getByRole('dialog').waitFor()
      expect(await accessibilityFaults(page)).toEqual([])
      await page.keyboard.press('Escape')
    }
  },
)
