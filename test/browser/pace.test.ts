import { until } from '@prikke/service/test'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { makeJob, signUp, visit } from './person.ts'
import { seedExecutions } from './seed-executions.ts'
import { useOwnStage } from './use-stage.ts'

const stage = useOwnStage()
const minuteMs = 60_000
const loaded = (page: Page, words: string) => page.getByText(`${words} loaded`).waitFor()

/**
 * Puts the caret into the second field and waits for a key: `window.painted` is how many ms after it
 * the frame with this sentence was painted. Text, for the tests know no document.
 */
const watchKey = (said: string) => `{
  const input = document.querySelector('[data-path=cronExpression] input')
  input.setSelectionRange(2, 2)
  window.painted = new Promise(done => {
    input.addEventListener('keydown', ({ timeStamp }) => {
      const isShown = () =>
        document.querySelector('[data-part=sentence]')?.textContent.includes('${said}')
      const look = () => requestAnimationFrame(() =>
        isShown() ? setTimeout(() => done(performance.now() - timeStamp)) : look())
      look()
    }, { once: true })
  })
  void 0
}`

test('the preview is painted within 100 ms of a key', async () => {
  const person = await visit(stage)
  const { page } = person
  await signUp(person)
  await page.goto(`${stage.stack.url}/jobs/new`)
  await page.getByRole('tab', { name: 'Cron' }).click()
  await page.getByLabel('Cron expression').fill('0 0 * * *')
  await page.locator('[data-part=sentence]', { hasText: 'At 00:00 every day' }).waitFor()
  const took: number[] = []
  for (let hour = 1; hour <= 9; hour += 1) {
    await page.getByLabel('Cron expression').fill('0  * * *')
    await page.evaluate(watchKey(`At 0${hour}:00`))
    await page.keyboard.press(`${hour}`)
    took.push(await page.evaluate<number>('window.painted'))
  }
  const median = took.toSorted((a, b) => a - b)[4] ?? Number.POSITIVE_INFINITY
  expect(median, took.map(Math.round).join(' ')).toBeLessThan(100)
})

test('ten thousand loaded rows scroll and are filtered without a task of over 100 ms', async () => {
  const person = await visit(stage)
  const { page } = person
  await signUp(person)
  const job = await makeJob(person, { enabled: false, url: 'http://127.0.0.1:9/' })
  const newest = new Date(Date.now() - minuteMs)
  const past = { count: 10_000, everyMs: minuteMs / 2, until: newest, failedEach: 10 }
  await seedExecutions(stage.databaseUrl, job.id, past)
  await page.addInitScript(noteLongTasks)
  await page.goto(`${stage.stack.url}/executions?jobId=${job.id}&last=30d`)
  await loaded(page, '100 of 10,000')
  const end = () => page.evaluate('scrollTo(0, document.documentElement.scrollHeight)')
  await until(
    async () => {
      await end()
      return (await page.getByText('10,000 of 10,000 loaded').count()) > 0
    },
    'all rows to be loaded',
    90_000,
  )
  expect(await page.locator('[data-row]').count()).toBeLessThan(120)
  const longest = async () => Math.max(0, ...(await page.evaluate<number[]>('long.splice(0)')))
  const status = page.getByRole('button', { name: 'Status' })
  const rounds: number[] = []
  // A machine that is busy elsewhere stretches a task now and then: the quietest round counts.
  while (rounds.length < 8 && rounds.every(ms => ms >= 100)) {
    await longest()
    for (const share of [0, 0.5, 0.25, 0.75, 0.1, 1]) {
      await page.evaluate(`scrollTo(0, document.documentElement.scrollHeight * ${share})`)
      await page.locator('[data-row]').first().waitFor()
      for (let step = 0; step < 5; step++) await page.mouse.wheel(0, 700)
    }
    rounds.push(await longest())
  }
  await page.evaluate('scrollTo(0, 0)')
  await status.click()
  await page.getByRole('checkbox', { name: 'Failed' }).check()
  await loaded(page, '100 of 1,000')
  const filtered = await longest()
  expect({ scrolled: Math.min(...rounds) < 100, filtered: filtered < 100 }).toEqual({
    ...{ scrolled: true, filtered: true },
  })
})

/** Keeps how long each task took that was longer than 50 ms. */
const noteLongTasks = `
  globalThis.long = []
  new PerformanceObserver(list => {
    long.push(...list.getEntries().map(({ duration }) => Math.round(duration)))
  }).observe({ type: 'longtask', buffered: true })`
