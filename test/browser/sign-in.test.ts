import { createDatabase } from '@prikke/schema/test'
import { startStack, until } from '@prikke/service/test'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { expect, onTestFinished, test } from 'vitest'
import { openMailSink } from '../mail-sink.ts'
import { accessibilityFaults, sidewaysOverflow } from './accessibility.ts'
import { useStage, withDashboard } from './use-stage.ts'

const password = 'correct horse battery staple'

/** Without a relay: what is mailed stands in the notifier's log. */
const stage = useStage()

/** A browser of its own, which notes every request to another origin. */
async function visit(options: BrowserContextOptions = {}, at = stage.stack) {
  const context = await stage.browser.newContext({ reducedMotion: 'reduce', ...options })
  onTestFinished(() => context.close())
  const page = await context.newPage()
  const foreign: string[] = []
  page.on('request', request => {
    if (!request.url().startsWith(at.url)) foreign.push(request.url())
  })
  return { page, context, foreign }
}

/** Somebody who has an account. Returns their address. */
async function register(): Promise<string> {
  const email = `${crypto.randomUUID()}@example.com`
  const answer = await fetch(`${stage.stack.url}/api/auth/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  })
  expect(answer.status).toBe(201)
  return email
}

/** What the notifier logged last to an address. */
const mailTo = (email: string) =>
  until(
    () => stage.stack.apps.notifier.log.findLast(({ msg, to }) => msg === 'mail' && to === email),
    'the mail in the log',
  )

async function askForLink(page: Page, email: string) {
  await page.goto(`${stage.stack.url}/login`)
  await page.getByRole('button', { name: 'Use a link instead' }).click()
  await page.getByLabel('Email').fill(email)
  await page.getByRole('button', { name: 'Make a link' }).click()
  await page.getByRole('heading', { name: 'Check your mail' }).waitFor()
}

test('a link signs in once its button is pressed, and not before', async () => {
  const email = await register()
  const { page, foreign } = await visit()
  await askForLink(page, email)
  await page.getByText('the link is in the log of the notifier').waitFor()
  expect(await page.getByRole('button', { name: /^Send again in \d+ s$/ }).isDisabled()).toBe(true)
  const { link } = await mailTo(email)

  const scanner = await visit()
  await scanner.page.goto(String(link))
  await scanner.page.getByRole('button', { name: 'Sign in' }).waitFor()

  await page.goto(String(link))
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL('**/welcome')
  expect(foreign).toEqual([])

  await scanner.page.getByRole('button', { name: 'Sign in' }).click()
  await scanner.page.getByText('This link has been used').waitFor()
  await scanner.page.getByRole('link', { name: 'Get a new link' }).click()
  await scanner.page.waitForURL('**/login')
})

test('a link that is used up is asked for anew by one press, where it was asked for', async () => {
  const email = await register()
  const { page } = await visit()
  await askForLink(page, email)
  const { link } = await mailTo(email)
  const other = await visit()
  await other.page.goto(String(link))
  await other.page.getByRole('button', { name: 'Sign in' }).click()
  await other.page.waitForURL(url => url.pathname !== '/link')

  await page.goto(String(link))
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('button', { name: `Send a new link to ${email}` }).click()
  await page.getByRole('heading', { name: 'Check your mail' }).waitFor()
  const again = await until(
    () =>
      stage.stack.apps.notifier.log.find(
        line => line.msg === 'mail' && line.to === email && line.link !== link,
      ),
    'another link',
  )
  await page.goto(String(again.link))
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('navigation', { name: 'Main' }).waitFor()
})

test('the code of the mail signs in where the link was asked for', async () => {
  const email = await register()
  const { page } = await visit()
  await askForLink(page, email)
  const code = page.getByLabel('Code')
  expect(await code.getAttribute('inputmode')).toBe('numeric')
  const { text } = await mailTo(email)
  const right = /asked for it: (\d{6})/.exec(String(text))?.[1] ?? ''
  await code.fill(right === '123456' ? '654321' : '123456')
  await page.getByRole('button', { name: 'Sign in with the code' }).click()
  await page.getByText('is wrong or no longer valid').waitFor()
  await code.fill(right)
  await page.getByRole('button', { name: 'Sign in with the code' }).click()
  await page.waitForURL('**/welcome')
})

test('a forgotten password is chosen anew, and signs in', async () => {
  const email = await register()
  const { page } = await visit()
  await page.goto(`${stage.stack.url}/login`)
  await page.getByRole('link', { name: 'Forgot your password?' }).click()
  await page.getByLabel('Email').fill(email)
  await page.getByRole('button', { name: 'Email me a link' }).click()
  await page.getByText('the link is in the log of the notifier').waitFor()
  const { link } = await mailTo(email)
  await page.goto(String(link))
  await page.getByLabel('New password').fill('another long password')
  await page.getByRole('button', { name: 'Save and sign in' }).click()
  await page.waitForURL('**/welcome')
})

test('settings change the name, the address and the password, and sign other devices out', async () => {
  const email = await register()
  const { page } = await visit()
  const other = await visit({ userAgent: 'Other/2.0' })
  for (const each of [other.page, page]) {
    await each.goto(`${stage.stack.url}/login`)
    await each.getByLabel('Email').fill(email)
    await each.getByLabel('Password').fill(password)
    await each.getByRole('button', { name: 'Sign in', exact: true }).click()
    await each.waitForURL('**/welcome')
  }
  await page.goto(`${stage.stack.url}/settings`)
  await page.getByLabel('Your name').fill('Ada Berg')
  await page.getByRole('button', { name: 'Save name' }).click()
  await page.getByText('Saved.', { exact: true }).waitFor()

  await page.getByRole('link', { name: 'Security' }).click()
  await page.getByRole('button', { name: 'Sign out Other' }).click()
  await page.getByText('Other', { exact: true }).waitFor({ state: 'detached' })
  await other.page.reload()
  await other.page.waitForURL('**/login**')

  const chosen = 'another long password'
  await page.getByLabel('Current password').fill(password)
  await page.getByLabel('New password').fill(chosen)
  await page.getByRole('button', { name: 'Change password' }).click()
  await page.getByText('Every other device was signed out.').waitFor()

  const moved = `moved-${email}`
  await page.getByLabel('New e-mail address').fill(moved)
  await page.getByLabel('Your password, for the new address').fill(chosen)
  await page.getByRole('button', { name: 'Change address' }).click()
  await page.getByText('the link is in the log of the notifier').waitFor()
  const { link } = await mailTo(moved)

  await page.goto(String(link))
  await page.getByRole('button', { name: 'Confirm this address' }).click()
  await page.getByText(`now belongs to ${moved}`).waitFor()
  await page.getByRole('link', { name: 'To your settings' }).click()
  await page.getByText(`Yours is ${moved}.`).waitFor()
})

test('with a relay an account begins with its address, and signing in with a link', async () => {
  const database = await createDatabase()
  onTestFinished(database.drop)
  const sink = await openMailSink()
  onTestFinished(sink.close)
  const mailing = await startStack(database.url, { ...withDashboard, SMTP_URL: sink.url })
  onTestFinished(() => mailing.end())
  const { page } = await visit({}, mailing)
  await page.goto(`${mailing.url}/login`)
  await page.getByRole('heading', { name: 'Create the owner account' }).waitFor()
  expect(await page.getByLabel('Password').count()).toBe(0)
  await page.getByLabel('Email').fill('ada@example.com')
  await page.getByRole('button', { name: 'Create account' }).click()
  await page.getByRole('heading', { name: 'Check your mail' }).waitFor()
  const { raw } = await until(() => sink.received[0], 'the mail')
  await page.getByLabel('Code').fill(/asked for it: (\d{6})/.exec(raw)?.[1] ?? '')
  await page.getByRole('button', { name: 'Sign in with the code' }).click()
  await page.waitForURL('**/welcome')

  const stranger = await visit({}, mailing)
  await stranger.page.goto(`${mailing.url}/login`)
  await stranger.page.getByRole('button', { name: 'Email me a link' }).waitFor()
  await stranger.page.getByRole('button', { name: 'Use a password instead' }).click()
  await stranger.page.getByLabel('Password').waitFor()
})

// Every other screen before signing in is among those of screens.test.ts.
test.each([1280, 360])(
  'what is shown once a link is mailed is accessible at %i px',
  async width => {
    const email = await register()
    // The policy forbids scripts from elsewhere, axe's among them: it is lifted for axe alone.
    const { page } = await visit({ viewport: { width, height: 900 }, bypassCSP: true })
    await askForLink(page, email)
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      await page.locator(`html[data-theme=${colorScheme}]`).waitFor()
      expect(await accessibilityFaults(page)).toEqual([])
      expect(await sidewaysOverflow(page)).toBe(0)
    }
  },
)

test('signing in with the keyboard alone', async () => {
  const email = await register()
  const { page } = await visit()
  await page.goto(`${stage.stack.url}/login`)
  await page.getByLabel('Email').focus()
  await page.keyboard.type(email)
  await page.keyboard.press('Tab')
  await page.keyboard.type(password)
  await page.keyboard.press('Enter')
  await page.waitForURL('**/welcome')
})
