import type { Pool } from '@prikke/schema'
import { makeChannel, makeJob, makeOrganization, openDatabase } from '@prikke/schema/test'
import { describe, expect, onTestFinished, test } from 'vitest'
import { enqueueTestAlert } from './alerts/enqueue.ts'
import { alertSource } from './alerts/source.ts'
import { type Announcer, createAnnouncer } from './announce.ts'
import { triggerJob } from './executions/manual.ts'
import { executionSource } from './executions/source.ts'
import { enqueuePlainMail } from './mails/enqueue.ts'
import { mailSource } from './mails/source.ts'
import type { Source } from './source.ts'

type Claimer<Item> = Pick<Source<Item, unknown>, 'claim' | 'putBackUnheard'>

/** Four of a kind: one in hand, two claimed unheard, one with another worker. */
async function checkPutBack<Item extends { id: string; attempt: number }>(
  table: string,
  store: (pool: Pool, organizationId: string) => Promise<unknown>,
  open: (pool: Pool, worker: string, announcer: Announcer) => Claimer<Item>,
): Promise<void> {
  const { pool } = await openDatabase()
  const announcer = createAnnouncer(pool.sql)
  onTestFinished(() => announcer.close())
  const organizationId = await makeOrganization(pool)
  for (let n = 0; n < 4; n++) await store(pool, organizationId)
  const [one, other] = [open(pool, 'one', announcer), open(pool, 'other', announcer)]
  const { items } = await one.claim(3)
  await other.claim(10)
  const unheard = items.slice(1)
  expect(unheard).toHaveLength(2)

  await one.putBackUnheard(items.slice(0, 1))
  const rows = await pool.sql`select worker from ${pool.sql(table)} order by worker nulls first`
  expect(rows.map(({ worker }) => worker)).toEqual([null, null, 'one', 'other'])
  const again = (await other.claim(10)).items
  const byId = (one: { id: string }, two: { id: string }) => one.id.localeCompare(two.id)
  expect(again.map(({ id, attempt }) => ({ id, attempt })).sort(byId)).toEqual(
    unheard.map(({ id }) => ({ id, attempt: 2 })).sort(byId),
  )
}

describe('what was claimed and not heard of is due again, what is in hand or with another is not', () => {
  test('executions', () =>
    checkPutBack(
      'execution_queue',
      async (pool, organizationId) => triggerJob(pool, await makeJob(pool, organizationId)),
      (pool, worker, announcer) => executionSource(pool, worker, announcer, () => {}),
    ))

  test('alerts', () =>
    checkPutBack(
      'alerts',
      async pool => enqueueTestAlert(pool, await makeChannel(pool, await makeOrganization(pool))),
      alertSource,
    ))

  test('mails', () =>
    checkPutBack(
      'mails',
      pool =>
        enqueuePlainMail(pool, 'ada@example.com', {
          kind: 'usage',
          organization: 'Acme',
          percent: 80,
          limit: 100,
          month: '2026-11',
        }),
      mailSource,
    ))
})
