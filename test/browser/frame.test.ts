import { until } from '@prikke/service/test'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTarget, type Target } from '../target.ts'
import { ask, makeJob, runNow, signUp, visit } from './person.ts'
import { useStage } from './use-stage.ts'

const stage = useStage()
let target: Target

beforeAll(async () => {
  target = await startTarget()
})

afterAll(async () => {
  await target?.close()
})

/** Somebody with two jobs, on the list of them. */
async function withJobs(options: Parameters<typeof visit>[1] = {}) {
  const person = await visit(stage, options)
  await signUp(person)
  const first = await makeJob(person, { name: 'Backup', url: `${target.url}/backup` })
  const second = await makeJob(person, { name: 'Invoices', url: `${target.url}/invoices` })
  await person.page.goto(`${stage.stack.url}/jobs`)
  await person.page.getByRole('link', { name: 'Backup' }).waitFor()
  return { ...person, first, second }
}

describe('single keys', () => {
  test('lead to every room and to a new job, and are letters where one types', async () => {
    const { page } = await withJobs()
    await page.keyboard.press('g')
    await page.keyboard.press('s')
    await page.waitForURL('**/settings**')
    await page.keyboard.press('g')
    await page.keyboard.press('j')
    await page.waitForURL('**/jobs')
    await page.getByRole('link', { name: 'Backup' }).waitFor()
    await page.keyboard.press('/')
    const search = page.getByRole('main').getByRole('searchbox')
    await search.and(page.locator(':focus')).waitFor()
    await page.keyboard.type('c?gs')
    expect(await search.inputValue()).toBe('c?gs')
    expect(await page.getByRole('dialog').count()).toBe(0)
    await search.fill('')
    await page.getByRole('heading', { name: 'Jobs' }).focus()
    await page.keyboard.press('c')
    await page.waitForURL('**/jobs/new')
  })

  test('never fire with a modifier, or under a dialog', async () => {
    const { page } = await withJobs()
    await page.keyboard.press('Alt+c')
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor()
    await page.keyboard.press('c')
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    expect(new URL(page.url()).pathname).toBe('/jobs')
  })

  test('can be switched off, for good, and those with Ctrl still work', async () => {
    const { page } = await withJobs()
    await page.keyboard.press('?')
    await page.getByRole('switch', { name: 'Single keys' }).click()
    await page.reload()
    await page.getByRole('link', { name: 'Backup' }).waitFor()
    await page.keyboard.press('c')
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: /^Search jobs/ }).waitFor()
    expect(new URL(page.url()).pathname).toBe('/jobs')
  })

  test('go through the rows of a list, of which Enter opens one', async () => {
    const { page, first } = await withJobs()
    const focused = () => page.locator(':focus').textContent()
    await page.keyboard.press('j')
    expect(await focused()).toBe('Invoices')
    await page.keyboard.press('j')
    expect(await focused()).toBe('Backup')
    await page.keyboard.press('k')
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await page.waitForURL(`**/jobs/${first.id}`)
  })

  test('stand on a sheet, those of the page among them, and run the job that one looks at', async () => {
    const { page, first } = await withJobs()
    await page.getByRole('link', { name: 'Backup' }).click()
    await page.getByRole('button', { name: 'Run now' }).waitFor()
    await page.keyboard.press('?')
    const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
    await sheet.getByText('Run now').waitFor()
    await sheet.getByText('Go to Settings').waitFor()
    await page.keyboard.press('Escape')
    await sheet.waitFor({ state: 'detached' })
    await page.keyboard.press('r')
    await until(() => target.arrivals.some(({ jobId }) => jobId === first.id), 'the run')
  })
})

describe('the palette', () => {
  test('opens within 100 ms, even while one types, and finds a job by its name', async () => {
    const { page, second } = await withJobs()
    const main = page.getByRole('main')
    // What is loaded ahead is loaded once the page is at rest.
    const loaded =
      'performance.getEntriesByType("resource").some(({ name }) => /palette/.test(name))'
    await until(() => page.evaluate<boolean>(loaded), 'the palette to be loaded')
    await main.getByRole('searchbox').focus()
    const openedMs = await page.evaluate<number>(`new Promise(resolve => {
      const startedAt = performance.now()
      new MutationObserver((_, observer) => {
        if (document.querySelector('dialog[open] [role=combobox]') === null) return
        observer.disconnect()
        resolve(performance.now() - startedAt)
      }).observe(document.body, { childList: true, subtree: true, attributes: true })
      document.activeElement.dispatchEvent(
        new KeyboardEvent('keydown', { key: 'k', ctrlKey: true, bubbles: true }))
    })`)
    expect(openedMs).toBeLessThan(100)
    await page.getByRole('combobox', { name: /^Search jobs/ }).fill('invoi')
    await page.getByRole('option', { name: /Invoices/ }).waitFor()
    await page.keyboard.press('Enter')
    await page.waitForURL(`**/jobs/${second.id}`)
  })

  test('offers pages and actions, goes round with the arrows, and gives the focus back', async () => {
    const { page } = await withJobs()
    const opener = page.getByRole('button', { name: 'Search and commands' })
    await opener.focus()
    await page.keyboard.press('Enter')
    const field = page.getByRole('combobox', { name: /^Search jobs/ })
    await field.fill('theme')
    await page.keyboard.press('ArrowUp')
    const chosen = page.getByRole('listbox').getByRole('option', { selected: true })
    expect(await chosen.textContent()).toContain('Theme: dark')
    await page.keyboard.press('Enter')
    await until(
      async () => (await page.locator('html').getAttribute('data-theme')) === 'dark',
      'the dark theme',
    )
    await opener.and(page.locator(':focus')).waitFor()
    await page.keyboard.press('Control+k')
    await field.fill('no such thing')
    await page.getByText('Nothing found').waitFor()
  })
})

describe('the frame', () => {
  test('folds to icons with a key and stays so, until its button unfolds it', async () => {
    const { page } = await withJobs()
    const rail = page.getByRole('navigation', { name: 'Main' })
    const width = async () => (await rail.boundingBox())?.width ?? 0
    expect(await width()).toBeGreaterThan(180)
    await page.keyboard.press('[')
    await until(async () => (await width()) < 64, 'the rail to fold')
    await page.reload()
    await rail.getByRole('link', { name: 'Jobs' }).waitFor()
    expect(await width()).toBeLessThan(64)
    await page.getByRole('button', { name: 'Unfold the navigation' }).click()
    await until(async () => (await width()) > 180, 'the rail to unfold')
  })

  test('is a bar below with what does not fit under More on a narrow screen', async () => {
    const { page } = await withJobs({ width: 360 })
    const bar = page.getByRole('navigation', { name: 'Main' })
    const box = await bar.boundingBox()
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeGreaterThan(890)
    await bar.getByRole('button', { name: 'More' }).click()
    await page.getByRole('menuitemradio', { name: 'Dark' }).click()
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark')
  })

  test('keeps the theme that was chosen from the first paint on', async () => {
    const { page } = await withJobs()
    await page.getByRole('button', { name: 'Theme' }).click()
    await page.getByRole('menuitemradio', { name: 'Dark' }).click()
    // Noted before anything is painted, by whatever first asks for a frame.
    await page.addInitScript({
      content: `requestAnimationFrame(() => {
        window.firstTheme = document.documentElement.dataset.theme
      })`,
    })
    await page.reload({ waitUntil: 'domcontentloaded' })
    const first = () => page.evaluate<string | undefined>('window.firstTheme')
    expect(await until(first, 'a frame')).toBe('dark')
  })

  test('tells a failing job in the title and by the icon, until it works again', async () => {
    const { page, first, ...person } = await withJobs()
    const title = async (with_: boolean) =>
      until(async () => (await page.title()).startsWith('● ') === with_, `the dot: ${with_}`)
    expect(await page.title()).toBe('Jobs · Acme · Prikke')
    target.answer('/backup', (_, response) => response.writeHead(500).end())
    await runNow({ ...person, page }, first.id)
    await title(true)
    expect(await page.locator('link[rel=icon]').getAttribute('href')).toContain('failing')
    target.answer('/backup', (_, response) => response.end('ok'))
    await runNow({ ...person, page }, first.id)
    await title(false)
    expect(await page.locator('link[rel=icon]').getAttribute('href')).toBe('/favicon.svg')
  })

  test('offers no new job in an organization that is deleted', async () => {
    const { page, ...person } = await withJobs()
    await page.getByRole('banner').getByRole('link', { name: 'New job' }).waitFor()
    const { organizations } = await ask<{ organizations: { id: string }[] }>(
      { ...person, page },
      'GET',
      'me',
    )
    const path = `organizations/${organizations[0]?.id}`
    await ask({ ...person, page }, 'DELETE', path, { confirm: 'Acme' })
    await page.goto(`${stage.stack.url}/jobs`)
    await page.getByText('Acme is deleted.').waitFor()
    expect(await page.getByRole('banner').getByRole('link', { name: 'New job' }).count()).toBe(0)
    await page.keyboard.press('c')
    await page.keyboard.press('?')
    await page.getByRole('dialog').waitFor()
    expect(new URL(page.url()).pathname).toBe('/jobs')
  })

  test('takes back what was switched off, by the button or its key', async () => {
    const { page } = await withJobs()
    const on = page.getByRole('switch', { name: /Backup/ })
    await on.click()
    await page.getByRole('button', { name: 'Undo' }).click()
    await until(async () => (await on.getAttribute('aria-checked')) === 'true', 'the job to be on')
    await on.click()
    await page.getByText('Backup is paused.').waitFor()
    await page.getByRole('heading', { name: 'Jobs' }).focus()
    await page.keyboard.press('z')
    await until(async () => (await on.getAttribute('aria-checked')) === 'true', 'the job to be on')
  })
})

test('every time shows on a card what it is elsewhere, and all are shown in UTC on one press', async () => {
  const context = await stage.browser.newContext({ timezoneId: 'Asia/Tokyo' })
  const person = { ...(await visit(stage)), context, page: await context.newPage() }
  await signUp(person)
  const at = '2027-01-15T09:30:00.000Z'
  const once = { scheduleType: 'once', scheduledAt: at }
  const { id } = await makeJob(person, { name: 'Once', url: target.url, ...once })
  const { page } = person
  await page.goto(`${stage.stack.url}/jobs`)
  const time = page.locator(`time[datetime="${at}"]`)
  expect(await time.textContent()).toMatch(/^15 Jan 2027, 18:30 /)
  await time.hover()
  const card = page.locator('#instant-card')
  await card.getByText('15 Jan 2027, 09:30:00 UTC').waitFor()
  await card.getByText(/^in \d+ d/).waitFor()
  await card.getByText('15 Jan 2027, 09:30:00 UTC').click()
  expect(await time.textContent()).toBe('15 Jan 2027, 09:30 UTC')
  await page.goto(`${stage.stack.url}/jobs/${id}`)
  await page.locator(`time[datetime="${at}"]`).first().waitFor()
  await page.keyboard.press('Escape')
  await card.waitFor({ state: 'detached' })
  await context.close()
})
