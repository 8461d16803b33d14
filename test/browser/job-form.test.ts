import { until } from '@prikke/service/test'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTarget, type Target } from '../target.ts'
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

async function fillJob(page: Page, values: { name: string; url: string }, button: string) {
  await page.goto(`${stage.stack.url}/jobs/new`)
  await page.getByLabel('Name', { exact: true }).fill(values.name)
  await page.getByLabel('URL', { exact: true }).fill(values.url)
  await page.getByLabel('Cron expression').fill('*/5 * * * *')
  await page.getByRole('button', { name: button, exact: true }).click()
  await page.waitForURL(/\/jobs\/[0-9a-f-]{36}$/)
}

test('a stranger signs up, makes a job and sees Success appear', async () => {
  const person = await visit(stage)
  const { page, foreign, complaints } = person
  await signUpByForm(person)
  const startedAt = performance.now()
  const job = { name: 'Nightly report', url: `${target.url}/report` }
  await fillJob(page, job, 'Create and run now')
  await page.getByText('Success').first().waitFor()
  expect(performance.now() - startedAt).toBeLessThan(60_000)
  expect(target.arrivals.filter(({ path }) => path === '/report')).toHaveLength(1)
  await page.getByText('Every 5 minutes').first().waitFor()
  await page
    .getByRole('main')
    .getByRole('link', { name: /20\d\d/ })
    .first()
    .click()
  await page.waitForURL('**/executions/**')
  await page.getByText('Success').first().waitFor()
  expect(foreign).toEqual([])
  expect(complaints).toEqual([])
})

test('who saves a job that somebody else saved meanwhile is told so, and decides', async () => {
  const person = await visit(stage)
  const { page } = person
  await signUp(person)
  await fillJob(page, { name: 'Shared', url: `${target.url}/shared` }, 'Create job')
  const path = new URL(page.url()).pathname
  await page.goto(`${stage.stack.url}${path}/edit`)
  await page.getByLabel('Name', { exact: true }).fill('Mine')
  await ask(person, 'PATCH', path.slice(1), { name: 'Theirs' })
  await page.getByRole('button', { name: 'Save changes' }).click()
  await page.getByText('Somebody else saved this job meanwhile').waitFor()
  const { name } = await ask<{ name: string }>(person, 'GET', path.slice(1))
  expect(name).toBe('Theirs')
  expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Mine')
  await page.getByRole('button', { name: 'Save mine all the same' }).click()
  await page.waitForURL(`**${path}`)
  await page.getByRole('heading', { name: 'Mine' }).waitFor()
})

test('the preview follows what is typed and says where cron means OR, and refuses nonsense in words', async () => {
  const person = await visit(stage)
  const { page } = person
  await signUp(person)
  await page.goto(`${stage.stack.url}/jobs/new`)
  await page.getByLabel('Cron expression').fill('0 9 13 * 5')
  await page
    .getByText(/\bOR\b|\bor\b/)
    .first()
    .waitFor()
  await page.getByLabel('Cron expression').fill('61 * * * *')
  await page
    .getByText(/minute/i)
    .first()
    .waitFor()
  await page.getByLabel('Cron expression').fill('30 2 * * *')
  await page.getByLabel('Time zone').fill('Europe/Oslo')
  await page
    .getByText(/does not exist|happens twice/)
    .first()
    .waitFor()
})

test('a refused address is told under its field, with the focus on it', async () => {
  const person = await visit(stage)
  const { page } = person
  await signUp(person)
  await page.goto(`${stage.stack.url}/jobs/new`)
  await page.getByLabel('Name', { exact: true }).fill('metadata')
  await page.getByLabel('URL', { exact: true }).fill('http://169.254.169.254/')
  await page.getByLabel('Cron expression').fill('* * * * *')
  await page.getByRole('button', { name: 'Create job', exact: true }).click()
  const url = page.getByLabel('URL', { exact: true })
  await until(
    async () =>
      (await page.locator(':focus').getAttribute('id')) === (await url.getAttribute('id')),
    'the focus to move',
  )
  expect(await url.getAttribute('aria-invalid')).toBe('true')
  const ids = (await url.getAttribute('aria-describedby')) ?? ''
  const described = await page
    .locator(
      ids
        .split(' ')
        .map(id => `#${id}`)
        .join(', '),
    )
    .allTextContents()
  expect(described.join(' ')).toMatch(/address/i)
})
