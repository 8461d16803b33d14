import type { Pool } from '@prikke/schema'
import { makeJob, makeOrganization, openDatabase } from '@prikke/schema/test'
import { expect, test } from 'vitest'
import { createClaimer } from './claim.ts'
import { writeDueOccurrences } from './enqueue.ts'

const minute = 60_000
const options = {
  retentionMs: 30 * 24 * 60 * minute,
  onParked: (_: unknown, error: unknown) => {
    throw error
  },
}

type Kind = 'pro minutely' | 'pro hourly' | 'free minutely' | 'free hourly'

/** So many executions of each kind, due at one instant, written by the tick as ever. */
async function setUp(counts: Partial<Record<Kind, number>>) {
  const { pool } = await openDatabase()
  const at = new Date(Math.floor(Date.now() / minute) * minute)
  const expression = `${at.getUTCMinutes()} ${at.getUTCHours()} ${at.getUTCDate()} ${at.getUTCMonth() + 1} *`
  const kinds = new Map<string, Kind>()
  // The last are the first to be written: what is claimed first is so by its class.
  for (const [kind, count] of Object.entries(counts).reverse() as [Kind, number][]) {
    const [tier = '', rhythm] = kind.split(' ')
    const organizationId = await makeOrganization(pool)
    await pool.sql`update organizations set tier = ${tier} where id = ${organizationId}`
    for (let n = 0; n < count; n++) {
      const intervalMinutes = rhythm === 'hourly' ? 60 : 1
      kinds.set(
        await makeJob(pool, organizationId, { cronExpression: expression, intervalMinutes }),
        kind,
      )
    }
  }
  await pool.sql`update jobs set next_run_at = ${at}, written_through = ${new Date(at.getTime() - 1)}`
  await writeDueOccurrences(pool, options)
  return { pool, kindOf: (jobId: string) => kinds.get(jobId) as Kind }
}

/** What is claimed by and by, `size` at a time, until all is. */
async function claimAll(pool: Pool, size: number) {
  const claim = createClaimer(pool.sql, 'worker')
  const claims = []
  for (;;) {
    const { items } = await claim(size)
    if (items.length === 0) return claims
    claims.push(items)
  }
}

const tally = (kinds: Kind[], kind: Kind) => kinds.filter(each => each === kind).length

test('Pro goes before Free when there is more than slots, and each claim has something of Free', async () => {
  const { pool, kindOf } = await setUp({
    'pro minutely': 60,
    'pro hourly': 60,
    'free minutely': 60,
    'free hourly': 60,
  })
  const claims = (await claimAll(pool, 20)).map(items => items.map(item => kindOf(item.jobId)))
  const firstHalf = claims.slice(0, 6).flat()
  const pro = tally(firstHalf, 'pro minutely') + tally(firstHalf, 'pro hourly')
  expect(pro).toBeGreaterThanOrEqual(firstHalf.length * 0.6)
  for (const claimed of claims.slice(0, 5)) {
    expect(tally(claimed, 'free minutely')).toBeGreaterThan(0)
    expect(tally(claimed, 'free hourly')).toBeGreaterThan(0)
  }
  // The last of Pro is gone while much of Free still waits.
  const all = claims.flat()
  const lastPro = all.findLastIndex(kind => kind.startsWith('pro'))
  expect(all.slice(lastPro).filter(kind => kind.startsWith('free')).length).toBeGreaterThan(30)
})

test('one slot at a time: Free has its turn beside any amount of Pro', async () => {
  const { pool, kindOf } = await setUp({ 'pro minutely': 300, 'free hourly': 20 })
  const kinds = (await claimAll(pool, 1)).flat().map(item => kindOf(item.jobId))
  expect(kinds).toHaveLength(320)
  expect(tally(kinds.slice(0, 200), 'free hourly')).toBeGreaterThan(0)
})

test.each(['pro', 'free'] as const)('of %s, minute crons go before hourly ones', async tier => {
  const [often, seldom] = [`${tier} minutely`, `${tier} hourly`] as const
  const { pool, kindOf } = await setUp({ [often]: 60, [seldom]: 60 })
  const kinds = (await claimAll(pool, 10)).flat().map(item => kindOf(item.jobId))
  expect(tally(kinds.slice(0, 60), often)).toBeGreaterThan(tally(kinds.slice(0, 60), seldom))
  expect(kinds.lastIndexOf(often)).toBeLessThan(kinds.lastIndexOf(seldom))
})

test('older goes before newer', async () => {
  const { pool } = await setUp({ 'free hourly': 40 })
  await pool.sql`
    update execution_queue q set ready_at = ready_at - n * interval '1 second'
    from (select id, row_number() over (order by random()) as n from execution_queue) r
    where r.id = q.id`
  const byAge = await pool.sql<{ id: string }[]>`select id from execution_queue order by ready_at`
  const claims = await claimAll(pool, 10)
  const ages = new Map(byAge.map(({ id }, age) => [id, age]))
  const order = claims.map(items => items.map(({ id }) => ages.get(id) ?? -1).sort((a, b) => a - b))
  expect(order.flat()).toEqual(byAge.map((_, age) => age))
})
