import { readFile } from 'node:fs/promises'
import { until } from '@prikke/service/test'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTarget, type Target } from '../target.ts'
import { ask, makeJob, runNow, signUp, visit } from './person.ts'
import { seedExecutions } from './seed-executions.ts'
import { useStage } from './use-stage.ts'

const stage = useStage()
let target: Target

beforeAll(async () => {
  target = await startTarget()
  target.answer('/hang', () => {})
})

afterAll(async () => {
  await target?.close()
})

const minuteMs = 60_000

/** Somebody with two jobs and what they did in the last hours. */
async function enter({ count = 120, width = 1280 } = {}) {
  const person = await visit(stage, { width })
  await signUp(person)
  const own = { enabled: false, url: `${target.url}/ok` }
  const [report, sync] = [
    await makeJob(person, { ...own, name: 'Nightly report', tags: ['billing'] }),
    await makeJob(person, { ...own, name: 'Sync', tags: ['shop'] }),
  ]
  const until = new Date(Date.now() - minuteMs)
  await seedExecutions(stage.databaseUrl, report.id, {
    ...{ count, everyMs: minuteMs / 2, until },
    failedEach: 10,
  })
  await seedExecutions(stage.databaseUrl, sync.id, { count: 5, everyMs: minuteMs, until })
  return { ...person, person, report, sync }
}

const open = async (page: Page, query = '') => {
  await page.goto(`${stage.stack.url}/executions${query}`)
  await page.getByRole('heading', { name: 'Executions', level: 1 }).waitFor()
}
const loaded = (page: Page, words: string) => page.getByText(`${words} loaded`).waitFor()

describe('finding', () => {
  test('what is looked for stands in the address, and the address finds it again', async () => {
    const { page, context } = await enter()
    await open(page)
    await loaded(page, '100 of 125')
    await page.getByRole('button', { name: 'Status' }).click()
    await page.getByRole('checkbox', { name: 'Failed' }).check()
    await page.keyboard.press('Escape')
    await loaded(page, '12 of 12')
    await page.getByRole('button', { name: /^Job/ }).click()
    await page.getByRole('checkbox', { name: 'Nightly report' }).check()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: /^Time/ }).click()
    await page.getByRole('button', { name: 'Last 15 minutes' }).click()
    await page.keyboard.press('Escape')
    await loaded(page, '2 of 2')
    expect(new URL(page.url()).search).toMatch(/^\?last=15m&status=failed&jobId=[0-9a-f-]{36}$/)

    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    await page.getByRole('button', { name: 'Copy link' }).click()
    const link = await page.evaluate<string>('navigator.clipboard.readText()')
    expect(link).toBe(page.url())
    await page.goto(link)
    await loaded(page, '2 of 2')
    await page
      .getByRole('list', { name: 'What is looked for' })
      .getByText('Job: Nightly report')
      .waitFor()
    await page.getByRole('button', { name: 'Without Status: failed' }).click()
    await page.getByText(/^(2[789]) of \1 loaded$/).waitFor()
    await page.goBack()
    await loaded(page, '2 of 2')
  })

  test('by tag, code, error, duration, attempts, error text and id', async () => {
    const { page, report, person } = await enter()
    const found = async (query: string, words: string) => {
      await open(page, `?${query}`)
      await loaded(page, words)
    }
    await found('tag=shop', '5 of 5')
    await found('statusCode=5xx', '12 of 12')
    await found('errorCode=http_status&trigger=schedule', '12 of 12')
    await found('q=answer%20was', '12 of 12')
    // As the seed has it: 40 ms and some more.
    const took = Array.from({ length: 120 }, (_, n) => 40 + (((n + 1) ** 2 * 67) % 151))
    const slow = took.filter(ms => ms >= 150).length
    await found(`minDurationMs=150&jobId=${report.id}`, `${slow} of ${slow}`)
    const { data } = await ask<{ data: { id: string }[] }>(
      person,
      'GET',
      `jobs/${report.id}/executions?limit=1`,
    )
    await open(page)
    await page.getByRole('searchbox', { name: 'Error text or id' }).fill(data[0]?.id ?? '')
    await loaded(page, '1 of 1')
    expect(page.url()).toContain(`id=${data[0]?.id}`)
    await open(page, '?minAttempt=2')
    await page.getByText('No execution of this time matches').waitFor()
  })

  test('a time picked in the chart becomes the range', async () => {
    const { page } = await enter()
    await open(page)
    await loaded(page, '100 of 125')
    const chart = page.getByRole('slider', { name: 'Executions, last 24 hours' })
    await chart.focus()
    await page.keyboard.press('ArrowLeft')
    await page.keyboard.press('Enter')
    await page.waitForURL(/from=.*&to=/)
    await page.getByRole('button', { name: 'Time' }).getByText('–').waitFor()
  })

  test('nothing yet, no match and too long ago are told apart', async () => {
    const person = await visit(stage)
    await signUp(person)
    await open(person.page)
    await person.page.getByText('Nothing has run yet.').waitFor()
    const { page } = await enter({ count: 3 })
    await open(page, '?q=nowhere')
    await page.getByText('No execution of this time matches what is looked for.').waitFor()
    await page.getByRole('button', { name: 'Clear the filters' }).click()
    await loaded(page, '8 of 8')
    await open(page, '?from=2020-01-01T00:00:00Z&to=2020-02-01T00:00:00Z')
    await page.getByText('longer ago than executions are kept').waitFor()
    await page.getByRole('button', { name: 'Show what is kept' }).click()
    await loaded(page, '8 of 8')
    await open(page, '?from=2026-11-20T00:00:00Z&to=2026-11-20T00:00:01Z')
    await page.getByText('Nothing ran in this time.').waitFor()
  })
})

describe('looking', () => {
  test('columns that were chosen are there again', async () => {
    const { page } = await enter({ count: 3 })
    await open(page)
    await loaded(page, '8 of 8')
    expect(await page.getByRole('columnheader', { name: 'Error' }).count()).toBe(0)
    await page.getByRole('button', { name: 'Columns' }).click()
    await page.getByRole('checkbox', { name: 'Error' }).check()
    await page.getByRole('checkbox', { name: 'Trigger' }).uncheck()
    await page.reload()
    await page.getByRole('columnheader', { name: 'Error' }).waitFor()
    expect(await page.getByRole('columnheader', { name: 'Trigger' }).count()).toBe(0)
  })

  test('what runs now waits above, what changes does so where it stands', async () => {
    const { page, person, report } = await enter({ count: 3 })
    await ask(person, 'PATCH', `jobs/${report.id}`, { url: `${target.url}/hang` })
    const { id } = await runNow(person, report.id)
    await open(page)
    await page.locator(`[data-row="${id}"]`).getByText('Running').waitFor()
    await runNow(person, report.id)
    const fresh = page.getByRole('button', { name: '1 new execution' })
    await fresh.waitFor()
    expect(await page.locator('[data-row]').count()).toBe(9)
    await ask(person, 'POST', `executions/${id}/cancel`)
    await page.locator(`[data-row="${id}"]`).getByText('Cancelled', { exact: true }).waitFor()
    await fresh.click()
    expect(await page.locator('[data-row]').count()).toBe(10)
    expect(await page.locator('[data-row]').nth(1).getAttribute('data-row')).toBe(id)
  })

  test('keys go from row to row, select, and open', async () => {
    const { page } = await enter({ count: 5 })
    await open(page)
    await loaded(page, '10 of 10')
    const rows = page.locator('[data-row]')
    const ids = await rows.evaluateAll(all => all.map(row => row.getAttribute('data-row')))
    await page.keyboard.press('j')
    await page.keyboard.press('x')
    for (const key of ['j', 'j', 'X']) await page.keyboard.press(key)
    await page.getByText('3 selected').waitFor()
    await page.keyboard.press('Escape')
    await page.getByText('3 selected').waitFor({ state: 'detached' })
    await page.keyboard.press('k')
    await page.keyboard.press('Enter')
    await page.waitForURL(`**/executions/${ids[1]}`)
  })
})

describe('doing much at once', () => {
  test('selected ones are counted, replayed, and followed to their outcomes', async () => {
    const { page, person } = await enter()
    await open(page, '?status=failed')
    await loaded(page, '12 of 12')
    const boxes = page.getByRole('row').getByRole('checkbox', { name: 'Select', exact: true })
    await boxes.nth(0).click()
    await boxes.nth(2).click({ modifiers: ['Shift'] })
    await page
      .getByRole('region', { name: 'Selected executions' })
      .getByRole('button', { name: 'Replay' })
      .click()
    await page.getByText('3 executions run again').waitFor()
    await page.getByRole('button', { name: 'Replay 3' }).click()
    await page.waitForURL('**/replays/*')
    await page.getByText('Done: 3 of 3').waitFor()
    const outcomes = page.getByRole('list', { name: 'What came of them' })
    await outcomes.getByText('3', { exact: true }).waitFor()
    await outcomes.getByText('Success').waitFor()
    const made = page.getByRole('region', { name: 'What it made' })
    expect(await made.getByRole('row').count()).toBe(4)
    await page.getByRole('link', { name: 'Open in executions' }).click()
    await loaded(page, '3 of 3')
    const { data } = await ask<{ data: unknown[] }>(person, 'GET', 'executions?trigger=replay')
    expect(data).toHaveLength(3)
  })

  test('all that match are counted and replayed, and it can be stopped', async () => {
    const { page, person, report } = await enter({ count: 2_100 })
    await ask(person, 'PATCH', `jobs/${report.id}`, { url: `${target.url}/hang` })
    await open(page, `?jobId=${report.id}`)
    await loaded(page, '100 of 2,100')
    await page.getByRole('button', { name: 'All that match' }).click()
    await page.getByRole('menuitem', { name: 'Replay…' }).click()
    await page.getByText('2,100 executions run again').waitFor()
    await page.getByRole('button', { name: 'Replay 2,100' }).click()
    await page.waitForURL('**/replays/*')
    await page.getByRole('button', { name: 'Stop' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Stop' }).click()
    await page.getByText(/^Stopped: [\d,]+ of 2,100/).waitFor()
    const asked = await ask<{ data: { replayedCount: number }[] }>(person, 'GET', 'replays')
    expect(asked.data[0]?.replayedCount).toBeLessThan(2_100)
  })

  test('pending ones are counted and cancelled; what runs goes on', async () => {
    const { page, person, report } = await enter({ count: 3 })
    const pending = () =>
      ask<{ data: { id: string }[] }>(person, 'GET', 'executions?status=pending').then(
        ({ data }) => data.length,
      )
    const headers = { 'X-A': '1' }
    await ask(person, 'PATCH', `jobs/${report.id}`, {
      url: 'http://127.0.0.1:9/',
      retryAttempts: 5,
      headers,
    })
    for (let count = 0; count < 3; count++) await runNow(person, report.id)
    await until(async () => (await pending()) === 3, 'all to wait for their next attempt')
    await open(page)
    await page.getByRole('button', { name: 'All that match' }).click()
    await page.getByRole('menuitem', { name: 'Cancel pending…' }).click()
    await page.getByText('3 executions wait').waitFor()
    await page.getByRole('button', { name: 'Cancel 3' }).click()
    await until(async () => (await pending()) === 0, 'all to be cancelled')
    await page.getByText('Cancelled').nth(2).waitFor()
  })

  test.each(['CSV', 'NDJSON'])('all that match are saved as %s, each once', async format => {
    const { page, report } = await enter({ count: 250 })
    await open(page, `?jobId=${report.id}`)
    await loaded(page, '100 of 250')
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: 'All that match' }).click()
    await page.getByRole('menuitem', { name: `Export as ${format}` }).click()
    await page.getByText('Saved 250 of 250 executions.').waitFor()
    const text = await readFile(await (await download).path(), 'utf8')
    const ids = text.match(/[0-9a-f-]{36}(?=",?"jobId|,)/g) ?? []
    const lines = text.trim().split('\n')
    expect(lines).toHaveLength(format === 'CSV' ? 251 : 250)
    expect(new Set(ids).size).toBeGreaterThanOrEqual(250)
  })
})
