import { readFile } from 'node:fs/promises'
import { until } from '@prikke/service/test'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { ask, makeJob, signUp, type Visit, visit } from './person.ts'
import { useStage } from './use-stage.ts'

const stage = useStage()

async function enter(room: string, width = 1280): Promise<Visit & { email: string }> {
  const person = await visit(stage, { width })
  const { email } = await signUp(person)
  await person.page.goto(`${stage.stack.url}/settings/${room}`)
  return { ...person, email }
}

/** What a button or a link has the browser save. */
async function saved(page: Page, press: () => Promise<void>): Promise<string> {
  const [download] = await Promise.all([page.waitForEvent('download'), press()])
  return await readFile(await download.path(), 'utf8')
}

test('every room is reached from the list, with the keyboard alone, and is a page of its own', async () => {
  const { page, foreign, complaints } = await enter('')
  await page.waitForURL('**/settings/profile')
  const rooms = page.getByRole('navigation', { name: 'Settings' })
  const names = await rooms.getByRole('link').allTextContents()
  expect(names).toEqual([
    ...['Profile', 'Security', 'Organization', 'Members', 'Channels', 'API keys'],
    ...['Signing secret', 'Usage and limits', 'Audit log', 'Danger zone'],
  ])
  for (const name of names) {
    await rooms.getByRole('link', { name, exact: true }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name, level: 1, exact: true }).waitFor()
    expect(await rooms.locator('[aria-current=page]').textContent()).toBe(name)
    expect(await page.title()).toContain(name)
  }
  expect([foreign, complaints]).toEqual([[], []])
})

test('on a narrow screen the list stands behind a button, and links of before lead here', async () => {
  const { page } = await enter('members', 360)
  const button = page.getByRole('button', { name: 'Settings: Members' })
  await button.click()
  await page.getByRole('link', { name: 'Audit log' }).click()
  await page.getByRole('heading', { name: 'Audit log', level: 1 }).waitFor()
  expect(await page.getByRole('link', { name: 'Security' }).isVisible()).toBe(false)
  await page.goto(`${stage.stack.url}/organization`)
  await page.waitForURL('**/settings/members')
})

test('a zone and a clock that were chosen hold for every time, also after a reload', async () => {
  const { page } = await enter('profile')
  await page.getByLabel('Your time zone').selectOption('Asia/Tokyo')
  await page.getByLabel('Clock').selectOption('12')
  const now = page.getByText(/^Now it is/)
  await until(async () => /[ap]m (JST|GMT\+9)/.test((await now.textContent()) ?? ''), 'it')
  await page.goto(`${stage.stack.url}/settings/audit`)
  const times = page.getByRole('main').locator('time')
  expect(await times.first().textContent()).toMatch(/ [ap]m (JST|GMT\+9)$/)
})

test('single keys can be switched off, and stay so', async () => {
  const { page } = await enter('profile')
  await page.getByText('Single keys are on').waitFor()
  await page.keyboard.press('?')
  await page.getByRole('dialog').waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('switch', { name: 'Single keys' }).click()
  await page.reload()
  await page.getByText('Single keys are off').waitFor()
  await page.getByRole('heading', { name: 'Profile', level: 1 }).click()
  await page.keyboard.press('?')
  expect(await page.getByRole('dialog').count()).toBe(0)
})

test('many people are invited at once, and each refusal is told for itself', async () => {
  const { page, email } = await enter('members')
  const ann = `${crypto.randomUUID()}@example.com`
  const ben = `${crypto.randomUUID()}@example.com`
  await page.getByLabel('E-mail addresses').fill(`${ann}, "Ben" <${ben}>\n${email}`)
  await page.getByRole('button', { name: 'Invite 3 people' }).click()
  await page.getByText(`Invited: ${ann}, ${ben}.`).waitFor()
  await page.getByText(`${email}: `).waitFor()
  // What was refused stands there to be mended.
  expect(await page.getByLabel('E-mail addresses').inputValue()).toBe(email)
  const list = page.getByRole('listitem').filter({ hasText: ann })
  await list.getByRole('button', { name: 'Revoke' }).click()
  await page.getByRole('button', { name: 'Revoke invite' }).click()
  await list.getByText('revoked').waitFor()
  await page.getByText('owner, the only one').waitFor()
  const table = page.getByRole('table')
  const row = table.getByRole('row', { name: 'Delete the organization, and restore it' })
  expect(await row.getByRole('cell').allTextContents()).toEqual(['no', 'no', 'yes'])
})

test('a new key is shown once, with a command that works as it stands', async () => {
  const { page } = await enter('keys')
  await page.getByLabel('Key name').fill('CI')
  await page.getByRole('button', { name: 'Create key' }).click()
  const command = (await page.getByText(/^curl /).textContent()) ?? ''
  const [, url = '', authorization = ''] =
    /^curl (\S+) -H 'Authorization: (.+)'$/.exec(command) ?? []
  const answer = await fetch(url, { headers: { authorization } })
  expect(answer.status).toBe(200)
  await page.getByRole('button', { name: 'I have it' }).click()
  expect(await page.getByText(/sk_live_/).count()).toBe(0)
})

test('where no mail is set up a channel of mail says that nobody gets it, also when it is tried', async () => {
  const { page } = await enter('channels')
  await page.getByText('what goes to an e-mail address is in the log').waitFor()
  await page.getByRole('button', { name: 'Send test' }).click()
  await page.getByText('Nobody got it: no mail is set up here.').waitFor()
})

test('a channel that is refused says why under its field, and keeps what was typed', async () => {
  const { page } = await enter('channels')
  const field = page.getByLabel('E-mail address or webhook')
  await field.fill('nobody')
  await page.getByRole('button', { name: 'Add channel' }).click()
  await page.getByText(/must be an e-mail address/).waitFor()
  expect(await field.getAttribute('aria-invalid')).toBe('true')
  expect(await field.inputValue()).toBe('nobody')
})

test('a channel is switched off and on', async () => {
  const person = await enter('channels')
  const { page } = person
  const list = async () =>
    (await ask<{ data: { enabled: boolean }[] }>(person, 'GET', 'channels')).data
  const toggle = page.getByRole('switch').first()
  await toggle.click()
  await page.getByText('Off: no alert goes there').waitFor()
  expect((await list())[0]?.enabled).toBe(false)
  await toggle.click()
  await page.getByText('Off: no alert goes there').waitFor({ state: 'detached' })
  expect((await list())[0]?.enabled).toBe(true)
})

describe('the audit log', () => {
  test('tells who did what with each field before and after, and is narrowed by the address', async () => {
    const person = await enter('profile')
    const { page, email } = person
    const { id } = await makeJob(person, { name: '=Nightly', url: 'https://example.com/a' })
    await ask(person, 'PATCH', `jobs/${id}`, { name: '=Nightlier' })
    await page.goto(`${stage.stack.url}/settings/audit`)
    const acts = page.getByRole('list').getByRole('listitem').filter({ hasText: 'changed the job' })
    await acts.getByText('One field: name').click()
    await acts.getByText('Before =Nightly').waitFor()
    await acts.getByText('After =Nightlier').waitFor()

    await page.getByLabel('About', { exact: true }).selectOption('job')
    await page.waitForURL('**about=job**')
    await until(async () => (await page.getByText('made the organization').count()) === 0, 'it')
    await acts.getByRole('button', { name: email }).click()
    await page.waitForURL('**actor=**')
    await page.reload()
    await page.getByText('2 acts are shown, and that is all').waitFor()
    expect(await page.getByLabel('About', { exact: true }).inputValue()).toBe('job')

    const csv = await saved(page, () => page.getByRole('button', { name: 'Save as CSV' }).click())
    expect(csv.trim().split('\r\n')).toHaveLength(3)
    // What a spreadsheet would carry out is kept from it.
    expect(csv).toContain(",'=Nightly,")
    const lines = await saved(page, () =>
      page.getByRole('button', { name: 'Save as NDJSON' }).click(),
    )
    const told = lines
      .trim()
      .split('\n')
      .map(line => JSON.parse(line).action)
    expect(told).toEqual(['job.updated', 'job.created'])

    await page.getByRole('button', { name: `Remove: By ${email}` }).click()
    await page.getByLabel('From (UTC)').fill('2020-01-01')
    await page.getByLabel('To, and with it (UTC)').fill('2020-01-02')
    await page.getByText('Nothing of that kind was done.').waitFor()
    await page.getByRole('button', { name: 'Clear the filters' }).click()
    await page.getByText('made the organization').waitFor()
  })

  test('is read in pages', async () => {
    const person = await enter('profile')
    const key = await ask<{ key: string }>(person, 'POST', 'keys', { name: 'Deploy' })
    for (let n = 0; n < 60; n++) {
      await fetch(`${stage.stack.url}/api/jobs`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key.key}`, 'content-type': 'application/json' },
        body: JSON.stringify({
          ...{ name: `Job ${n}`, url: 'https://example.com/a', scheduleType: 'cron' },
          cronExpression: '@daily',
        }),
      })
    }
    await person.page.goto(`${stage.stack.url}/settings/audit`)
    await person.page.getByText('50 acts are shown, and there are more').waitFor()
    await person.page.getByText('Key Deploy').first().waitFor()
    await person.page.getByRole('button', { name: 'Load more' }).click()
    await person.page.getByText(/acts are shown, and that is all/).waitFor()
  })
})

test('usage is told by day with what the month is about to have, and of months before', async () => {
  const { page } = await enter('usage')
  await page.getByRole('img', { name: /^0 executions/ }).waitFor()
  await page.getByText('This Prikke limits neither jobs nor executions.').waitFor()
  await page.getByRole('button', { name: 'The month before' }).click()
  await page.waitForURL('**month=**')
  await page.getByText('As a table').click()
  await until(async () => (await page.getByRole('row').count()) > 28, 'a whole month')
})

test('everything of the organization and of oneself is saved as a file', async () => {
  const { page, email } = await enter('danger')
  const whole = await saved(page, () =>
    page.getByRole('link', { name: 'Export the organization' }).click(),
  )
  expect(JSON.parse(whole)).toMatchObject({ format: 'prikke.organization', complete: true })
  const own = await saved(page, () => page.getByRole('link', { name: 'Export my account' }).click())
  expect(JSON.parse(own)).toMatchObject({ format: 'prikke.account', user: { email } })
})

test('an account is erased by its typed address and its password, and the receipt is shown', async () => {
  const { page, email } = await enter('danger')
  const address = page.getByLabel('To erase your account, type its address')
  await address.fill('someone@example.com')
  await page.getByRole('button', { name: 'Erase my account' }).click()
  await page.getByText('must be the address of your account').waitFor()
  await address.fill(email)
  await page.getByLabel('Your password').fill('a wrong password')
  await page.getByRole('button', { name: 'Erase my account' }).click()
  await page.getByText(/is not your password/).waitFor()
  await page.getByLabel('Your password').fill('correct horse battery staple')
  await page.getByRole('button', { name: 'Erase my account' }).click()
  await page.getByRole('heading', { name: 'Your account is erased' }).waitFor()
  await page.getByText('Acme is deleted, for nobody else was in it').waitFor()
  await page.goto(`${stage.stack.url}/jobs`)
  await page.waitForURL('**/login**')
})
