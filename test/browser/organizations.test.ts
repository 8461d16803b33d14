import { until } from '@prikke/service/test'
import type { Page } from 'playwright-core'
import { expect, onTestFinished, test } from 'vitest'
import { accessibilityFaults, sidewaysOverflow } from './accessibility.ts'
import { useStage } from './use-stage.ts'

const password = 'correct horse battery staple'

/** Without a relay: what is mailed stands in the notifier's log. */
const stage = useStage()

async function visit(options: { colorScheme?: 'light' | 'dark'; width?: number } = {}) {
  const context = await stage.browser.newContext({
    colorScheme: options.colorScheme ?? 'light',
    viewport: { width: options.width ?? 1280, height: 900 },
    reducedMotion: 'reduce',
    // The policy forbids scripts from elsewhere, axe's among them.
    bypassCSP: true,
  })
  onTestFinished(() => context.close())
  return await context.newPage()
}

/** Makes an account as a person does; leaves the page on the list of jobs. */
async function signUp(page: Page, organization: string): Promise<string> {
  const email = `${crypto.randomUUID()}@example.com`
  await page.goto(`${stage.stack.url}/signup`)
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.getByLabel('Organization').fill(organization)
  await page.getByRole('button', { name: 'Create account' }).click()
  await page.waitForURL('**/welcome')
  return email
}

/** Invites an address as an owner does. Returns the link of the mail. */
async function invite(page: Page, email: string, role: string): Promise<string> {
  await page.goto(`${stage.stack.url}/settings/members`)
  await page.getByLabel('E-mail addresses').fill(email)
  await page.getByLabel('Role', { exact: true }).selectOption(role)
  await page.getByRole('button', { name: 'Invite', exact: true }).click()
  const line = await until(
    () => stage.stack.apps.notifier.log.find(({ msg, to }) => msg === 'mail' && to === email),
    'the invite in the log',
  )
  return String(line.link)
}

test('an invite makes an account, the member works, is made an admin, and leaves', async () => {
  const owner = await visit()
  await signUp(owner, 'Acme')
  const email = `${crypto.randomUUID()}@example.com`
  const link = await invite(owner, email, 'member')
  await owner.getByText('the link is in the log of the notifier').waitFor()

  const member = await visit()
  await member.goto(link)
  await member.getByRole('heading', { name: 'Join Acme' }).waitFor()
  await member.getByText(`${email} is invited, as a member.`).waitFor()
  await member.getByLabel('Password').fill(password)
  await member.getByRole('button', { name: 'Create account and join' }).click()
  await member.getByRole('heading', { level: 1, name: 'Overview' }).waitFor()
  await member.goto(`${stage.stack.url}/settings`)
  const rooms = member.getByRole('navigation', { name: 'Settings' })
  await rooms.getByRole('link', { name: 'Channels' }).waitFor()
  expect(await rooms.getByRole('link', { name: 'API keys' }).count()).toBe(0)
  await rooms.getByRole('link', { name: 'Members' }).click()
  await member.getByText('You are a member').waitFor()
  expect(await member.getByRole('heading', { name: 'Invites' }).count()).toBe(0)

  await owner.reload()
  await owner.getByText('accepted').waitFor()
  await owner.getByLabel(`Role of ${email}`).selectOption('admin')
  await until(async () => {
    await member.reload()
    await member.getByRole('heading', { name: 'Members', level: 2 }).waitFor()
    return await member.getByText('You are an admin').isVisible()
  }, 'the member to be an admin')

  await rooms.getByRole('link', { name: 'Danger zone' }).click()
  await member.getByRole('button', { name: 'Leave', exact: true }).click()
  await member.getByRole('button', { name: 'Leave organization' }).click()
  await member.getByRole('heading', { name: 'You are in no organization' }).waitFor()
  await member.getByLabel('Name of the organization').fill('Own')
  await member.getByRole('button', { name: 'Create organization' }).click()
  await member.getByRole('heading', { level: 1, name: 'Overview' }).waitFor()
  expect(await member.getByLabel('Organization').locator('option:checked').textContent()).toBe(
    'Own',
  )
})

test('who has an account signs in to accept, and finds the organization in the switcher', async () => {
  const owner = await visit()
  await signUp(owner, 'Acme')
  const known = await visit()
  const email = await signUp(known, 'Own')
  const link = await invite(owner, email, 'member')

  const fresh = await visit()
  await fresh.goto(link)
  await fresh.getByRole('link', { name: 'Sign in to accept' }).click()
  await fresh.getByLabel('Email').fill(email)
  await fresh.getByLabel('Password').fill(password)
  await fresh.getByRole('button', { name: 'Sign in', exact: true }).click()
  await fresh.getByRole('heading', { name: 'Join Acme' }).waitFor()
  await fresh.getByRole('button', { name: 'Accept' }).click()
  await fresh.getByRole('heading', { level: 1, name: 'Overview' }).waitFor()
  const switcher = fresh.getByLabel('Organization')
  expect(await switcher.locator('option:checked').textContent()).toBe('Acme')
  await switcher.selectOption({ label: 'Own' })
  await until(
    async () => (await switcher.locator('option:checked').textContent()) === 'Own',
    'the other organization',
  )

  // The link is used up, and another address cannot use it.
  await known.goto(link)
  await known.getByText('This invite has been accepted.').waitFor()
})

test('an organization is renamed, deleted by its name, looked at and restored', async () => {
  const page = await visit()
  await signUp(page, 'Acme')
  await page.goto(`${stage.stack.url}/settings/organization`)
  await page.getByLabel('Name', { exact: true }).fill('Blåbær & Søn')
  await page.getByRole('button', { name: 'Save name' }).click()
  await page.getByText('Saved.').waitFor()
  const slug = `blabaer-${crypto.randomUUID().slice(0, 8)}`
  await page.getByRole('textbox', { name: 'Slug' }).fill(slug)
  await page.getByRole('button', { name: 'Save slug' }).click()
  await until(async () => (await page.getByText('Saved.').count()) === 2, 'the slug to be saved')
  await page.reload()
  expect(await page.getByRole('textbox', { name: 'Slug' }).inputValue()).toBe(slug)

  await page.getByRole('link', { name: 'Danger zone' }).click()
  const confirm = page.getByLabel('To delete it, type its name')
  await confirm.fill('Blåbær')
  await page.getByRole('button', { name: 'Delete organization' }).click()
  await page.getByText('must be the name of the organization, in full').waitFor()
  await confirm.fill('Blåbær & Søn')
  await page.getByRole('button', { name: 'Delete organization' }).click()
  await page.getByText('Blåbær & Søn is deleted.').waitFor()
  await page.goto(`${stage.stack.url}/jobs`)
  await page.getByText('Blåbær & Søn is deleted.').waitFor()
  await page.getByRole('button', { name: 'Restore it' }).click()
  await until(async () => (await page.getByText('is deleted.').count()) === 0, 'the notice to go')
})

test('a key is made with what it may do and its end, used, rotated and revoked', async () => {
  const page = await visit()
  await signUp(page, 'Acme')
  await page.goto(`${stage.stack.url}/settings/keys`)
  await page.getByLabel('Key name').fill('CI')
  await page.getByLabel('Change', { exact: true }).uncheck()
  await page.getByLabel('It ends').selectOption('30')
  await page.getByRole('button', { name: 'Create key' }).click()
  const shown = page.locator('code', { hasText: /^pk_live_.*sk_live_/ })
  const key = (await shown.textContent()) ?? ''
  const ask = (method: string, secret: string) =>
    fetch(`${stage.stack.url}/api/jobs`, { method, headers: { authorization: `Bearer ${secret}` } })
  expect([(await ask('GET', key)).status, (await ask('POST', key)).status]).toEqual([200, 403])
  await page.getByText('May read, run until').waitFor()

  await page.getByRole('button', { name: 'Rotate CI' }).click()
  await page.getByRole('button', { name: 'Rotate key' }).click()
  await page.getByText('The secret before this one works until').waitFor()
  const rotated = (await shown.textContent()) ?? ''
  expect(rotated).not.toBe(key)
  expect([(await ask('GET', key)).status, (await ask('GET', rotated)).status]).toEqual([200, 200])
  await page.getByRole('button', { name: 'Revoke CI' }).click()
  await page.getByRole('button', { name: 'Revoke key' }).click()
  await page.getByText('There is no key yet.').waitFor()
  expect((await ask('GET', rotated)).status).toBe(401)
})

test.each([
  ['light', 1280],
  ['dark', 360],
] as const)(
  'every screen of it in %s at %i px is accessible and does not scroll sideways',
  async (colorScheme, width) => {
    const page = await visit({ colorScheme, width })
    await signUp(page, 'A name of an organization that is rather long')
    const link = await invite(page, `${crypto.randomUUID()}@example.com`, 'admin')
    await page.goto(`${stage.stack.url}/settings/keys`)
    await page.getByLabel('Key name').fill('CI')
    await page.getByRole('button', { name: 'Create key' }).click()
    await page.getByText('not shown again').waitFor()
    const check = async (name: string) => {
      await page.getByRole('heading', { level: 1 }).waitFor()
      await page.waitForLoadState('networkidle').catch(() => {})
      expect({ name, faults: await accessibilityFaults(page) }).toEqual({ name, faults: [] })
      expect({ name, overflow: await sidewaysOverflow(page) }).toEqual({ name, overflow: 0 })
    }
    await check('keys')
    for (const path of ['/settings/members', '/organizations/new']) {
      await page.goto(`${stage.stack.url}${path}`)
      await check(path)
    }
    await page.goto(link)
    await page.getByRole('heading', { name: /^Join / }).waitFor()
    await check('invite')
    await page.goto(`${stage.stack.url}/settings/danger`)
    await page
      .getByLabel('To delete it, type its name')
      .fill('A name of an organization that is rather long')
    await page.getByRole('button', { name: 'Delete organization' }).click()
    await page.getByText('is deleted.').waitFor()
    await check('deleted')
  },
)
