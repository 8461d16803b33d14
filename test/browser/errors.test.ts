import { expect, test } from 'vitest'
import { ask, makeJob, signUp, visit } from './person.ts'
import { useStage } from './use-stage.ts'

const stage = useStage()
const url = 'http://127.0.0.1:9/'

test('a job that is in another organization of the same person is found there', async () => {
  const person = await visit(stage)
  const { page } = person
  await signUp(person)
  const { id } = await makeJob(person, { name: 'Backup', url })
  const { slug } = await ask<{ slug: string }>(person, 'POST', 'organizations', { name: 'Other' })
  await page.goto(`${stage.stack.url}/jobs`)
  const arrived = page.waitForEvent('load')
  await page.getByLabel('Organization').selectOption({ value: slug })
  await arrived
  await page.goto(`${stage.stack.url}/jobs/${id}`)
  await page.getByText('No such job in Other').waitFor()
  await page.getByRole('button', { name: 'Go to Acme' }).click()
  await page.getByRole('heading', { name: 'Backup' }).waitFor()
  expect(new URL(page.url()).pathname).toBe(`/jobs/${id}`)
})

test('a job that is nowhere is said to be so, with a way to search for it', async () => {
  const person = await visit(stage)
  const { page } = person
  await signUp(person)
  await makeJob(person, { name: 'Backup', url })
  await page.goto(`${stage.stack.url}/jobs/0197a000-0000-7000-8000-000000000000`)
  await page.getByText('No such job in Acme').waitFor()
  await page.getByRole('main').getByRole('searchbox').fill('back')
  await page.waitForURL('**/jobs?q=back')
  await page.getByRole('link', { name: 'Backup' }).waitFor()
})

test('who is signed out meanwhile signs in and is where they were', async () => {
  const person = await visit(stage)
  const { page } = person
  const { email, password } = await signUp(person)
  await makeJob(person, { name: 'Backup', url })
  await page.goto(`${stage.stack.url}/jobs?q=back`)
  await page.getByRole('link', { name: 'Backup' }).waitFor()
  await ask(person, 'POST', 'auth/logout')
  await page.reload()
  await page.waitForURL('**/login?next=**')
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.waitForURL('**/jobs?q=back')
})

test('a fault of the server shows the id of its request and is tried again on a press', async () => {
  const person = await visit(stage)
  const { page } = person
  await signUp(person)
  const { id } = await makeJob(person, { name: 'Backup', url })
  const requestId = '0197a0de-0000-7000-8000-00000000beef'
  // Until the press: a hint of the stream has the job asked for again as well, whenever it comes.
  await page.addInitScript({
    content: `addEventListener('click', ({ target }) => {
      window.pressed ||= target.textContent === 'Try again'
    }, true)`,
  })
  await page.route(`**/api/jobs/${id}`, async route => {
    if (await page.evaluate('window.pressed')) return route.continue()
    return route.fulfill({
      status: 500,
      contentType: 'application/problem+json',
      body: JSON.stringify({
        title: 'Internal Server Error',
        status: 500,
        detail: 'Ours.',
        requestId,
      }),
    })
  })
  await page.goto(`${stage.stack.url}/jobs/${id}`)
  await page.getByText('Internal Server Error').waitFor()
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.getByRole('button', { name: `Copy ${requestId}` }).click()
  expect(await page.evaluate('navigator.clipboard.readText()')).toBe(requestId)
  await page.getByRole('button', { name: 'Try again' }).click()
  await page.getByRole('heading', { name: 'Backup' }).waitFor()
})

test('a page whose parts are gone after a deploy is loaded anew once, and then says what is wrong', async () => {
  const person = await visit(stage)
  const { page } = person
  await signUp(person)
  await page.goto(`${stage.stack.url}/jobs`)
  await page.getByRole('heading', { name: 'Jobs' }).waitFor()
  let loads = 0
  page.on('request', request => {
    if (request.isNavigationRequest()) loads += 1
  })
  await page.route(/\/assets\/settings-.*\.js/, route => route.fulfill({ status: 404 }))
  await page
    .getByRole('navigation', { name: 'Main' })
    .getByRole('link', { name: 'Settings' })
    .click()
  await page.getByRole('heading', { name: 'A part of this page cannot be loaded' }).waitFor()
  expect(loads).toBe(1)
  // The rest of the dashboard still works.
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Jobs' }).click()
  await page.getByRole('heading', { name: 'Jobs', exact: true }).waitFor()
})

test('without a connection the dashboard stays, says what it lacks, and goes on once it is back', async () => {
  const person = await visit(stage)
  const { page, context } = person
  await signUp(person)
  await page.goto(`${stage.stack.url}/jobs`)
  await page.getByRole('heading', { name: 'Jobs' }).waitFor()
  await context.setOffline(true)
  const rail = page.getByRole('navigation', { name: 'Main' })
  await rail.getByRole('link', { name: 'Settings' }).click()
  await page.getByRole('heading', { name: 'A part of this page cannot be loaded' }).waitFor()
  await context.setOffline(false)
  await page.getByRole('button', { name: 'Load it again' }).click()
  await page.getByRole('heading', { name: 'Profile' }).waitFor()
})
