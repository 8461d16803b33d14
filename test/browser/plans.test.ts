import { connect, plans } from '@prikke/schema'
import type { Page } from 'playwright-core'
import { expect, onTestFinished, test } from 'vitest'
import { accessibilityFaults, sidewaysOverflow } from './accessibility.ts'
import { useOwnStage } from './use-stage.ts'

const stage = useOwnStage({ PRIKKE_PLAN_LIMITS: 'on' })

async function visit(options: { colorScheme?: 'light' | 'dark'; width?: number } = {}) {
  const context = await stage.browser.newContext({
    colorScheme: options.colorScheme ?? 'light',
    viewport: { width: options.width ?? 1280, height: 900 },
    reducedMotion: 'reduce',
    bypassCSP: true,
  })
  onTestFinished(() => context.close())
  return await context.newPage()
}

async function signUp(page: Page): Promise<void> {
  await page.goto(`${stage.stack.url}/signup`)
  await page.getByLabel('Email').fill(`${crypto.randomUUID()}@example.com`)
  await page.getByLabel('Password').fill('correct horse battery staple')
  await page.getByLabel('Organization').fill('Acme')
  await page.getByRole('button', { name: 'Create account' }).click()
  await page.waitForURL('**/welcome')
}

const figuresIn = (text: string) =>
  [...text.matchAll(/\d[\d,]*/g)].map(([figure]) => Number(figure.replaceAll(',', '')))

/** What the dialogs say of a plan, in their order. */
function figuresOf(tier: keyof typeof plans) {
  const { jobs, executions, members, historyDays } = plans[tier]
  return [jobs, executions, members, historyDays].filter(figure => figure !== null)
}

test.each([
  ['light', 1280],
  ['dark', 360],
] as const)(
  'an owner sees what the plan allows, and upgrades: %s, %i px',
  async (colorScheme, width) => {
    const page = await visit({ colorScheme, width })
    await signUp(page)
    await page.goto(`${stage.stack.url}/settings/usage`)
    const panel = page.getByRole('region', { name: 'Plan and usage' })
    await panel.getByText('0 of 5,000').waitFor()
    await panel.getByRole('meter', { name: 'Members and open invites' }).waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    expect(await sidewaysOverflow(page)).toBe(0)
    const dialog = page.getByRole('dialog')
    await panel.getByRole('button', { name: 'Upgrade to Pro' }).click()
    expect(figuresIn((await dialog.textContent()) ?? '')).toEqual(figuresOf('pro'))
    await dialog.getByRole('button', { name: 'Upgrade', exact: true }).click()
    await panel.getByText('0 of 250,000').waitFor()
    await panel.getByText('This organization is on Pro.').waitFor()
    await panel.getByRole('button', { name: 'Go back to Free' }).click()
    expect(figuresIn((await dialog.textContent()) ?? '')).toEqual(figuresOf('free'))
    await dialog.getByRole('button', { name: 'Go back to Free' }).click()
    await panel.getByText('0 of 5,000').waitFor()
  },
)

test('from 80 % of the month on the page says so, and what happens at its end', async () => {
  const page = await visit()
  await signUp(page)
  const { organizations } = await (await page.request.get(`${stage.stack.url}/api/me`)).json()
  const pool = connect(stage.databaseUrl, { applicationName: 'test', max: 1 })
  onTestFinished(() => pool.close())
  const useUp = async (executions: number) => {
    await pool.sql`
      insert into usage_counts (organization_id, month, part, executions, by_day)
      values (${organizations[0].id}, date_trunc('month', now() at time zone 'UTC')::date, 2,
        ${executions}, array_fill(0, array[31]))
      on conflict (organization_id, month, part) do update set executions = excluded.executions`
    await page.goto(`${stage.stack.url}/settings/usage`)
    await page.getByRole('region', { name: 'Plan and usage' }).waitFor()
  }
  await useUp(3_900)
  expect(await page.getByText('executions are used').count()).toBe(0)
  await useUp(4_100)
  await page.getByText('82 % of the month’s executions are used.').waitFor()
  await page.getByText('At 100 % each run that comes due is recorded as skipped').waitFor()
  await useUp(5_000)
  await page.getByText('All executions of the month are used.').waitFor()
})
