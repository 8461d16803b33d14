import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { createAnnouncer, executionSource, noReply } from '@prikke/queue'
import { connect, migrate, type Pool } from '@prikke/schema'
import { endAll, startApp, until } from '@prikke/service/test'
import { checkExactlyOnce } from '../check-exactly-once.ts'
import { monotonicMs } from '../clock.ts'
import { makeJobs } from '../make-jobs.ts'
import { fixed } from '../report.ts'
import type { Case } from '../stage.ts'
import { quantile } from '../statistics.ts'
import { triggerJobs } from '../trigger-jobs.ts'

const perSecond = 1_500
const everyMs = 100
const probeSize = 10
const jobCount = 200

/** A steady load for minutes: does the queue stay small, and the claim fast? */
export const soakCase: Case = {
  name: 'soak',
  title: 'Soak',
  about: ({ soakSeconds }) =>
    `${fixed(perSecond)} executions a second for ${soakSeconds} s into a running scheduler and executor. A second worker claims ${probeSize} ten times a second and times it; the other figures are of execution_queue at the end of each span.`,
  run: async stage => {
    const database = await stage.server.createDatabase('soak')
    const { pool, url } = database
    await migrate(url)
    const jobs = { jobCount, organizationCount: 20, url: stage.sink.url }
    const jobIds = await makeJobs(pool, jobs)
    const apps = [await startApp('scheduler', url), await startApp('executor', url)]
    const probe = startProbe(url)
    try {
      await stage.sink.begin()
      const rows: string[][] = []
      const ids: string[] = []
      const spans = Math.max(1, Math.round(stage.sizes.soakSeconds / 30))
      const spanMs = (stage.sizes.soakSeconds / spans) * 1000
      const begin = monotonicMs()
      for (let span = 1; span <= spans; span++) {
        const claimMs: number[] = []
        const madeBefore = ids.length
        while (monotonicMs() < begin + span * spanMs) {
          const at = begin + (ids.length / perSecond) * 1000
          const { ids: made } = await triggerJobs(pool, jobIds, (perSecond * everyMs) / 1000)
          ids.push(...made)
          claimMs.push(await probe.claim())
          await sleep(Math.max(0, at + everyMs - monotonicMs()))
        }
        const label = `${fixed(((span - 1) * spanMs) / 1000)}–${fixed((span * spanMs) / 1000)} s`
        const rate = ((ids.length - madeBefore) * 1000) / spanMs
        rows.push([label, fixed(rate), ...(await figures(pool, claimMs))])
      }
      await until(() => isEmpty(pool), 'the queue to be empty', 60_000)
      const expected = ids.filter(id => !probe.taken.has(id))
      checkExactlyOnce('Prikke', expected, await stage.sink.report())
      return { columns, rows }
    } finally {
      await probe.close()
      await endAll(apps)
      await database.drop()
    }
  },
}

const columns = [
  '',
  'made/s',
  'claim p50',
  'claim p99',
  'waiting',
  'table kB',
  'indexes kB',
  'dead rows',
  'vacuums',
]

/** A worker that takes a few executions now and then, and says how long the claim took. */
function startProbe(url: string) {
  const pool = connect(url, { applicationName: 'probe', planOnce: true, max: 1 })
  const announcer = createAnnouncer(pool.sql)
  const source = executionSource(pool, 'probe', announcer, () => {})
  const taken = new Set<string>()
  return {
    taken,
    claim: async () => {
      const at = monotonicMs()
      const { items } = await source.claim(probeSize)
      const tookMs = monotonicMs() - at
      for (const { id } of items) taken.add(id)
      const outcome = { kind: 'final', status: 'success', reply: noReply } as const
      const done = items.map(item => ({
        item,
        outcome,
        startedAt: item.claimAskedAt,
        endedAt: performance.now(),
      }))
      if (done.length > 0) await source.settle(done)
      return tookMs
    },
    close: async () => {
      await announcer.close()
      await pool.close()
    },
  }
}

async function figures({ sql }: Pool, claimMs: number[]): Promise<string[]> {
  const [row] = await sql<Record<'waiting' | 'heap' | 'indexes' | 'dead' | 'vacuums', number>[]>`
    select (select count(*)::int from execution_queue) as waiting,
      pg_table_size('execution_queue')::float8 / 1024 as heap,
      pg_indexes_size('execution_queue')::float8 / 1024 as indexes,
      n_dead_tup::int as dead, autovacuum_count::int as vacuums
    from pg_stat_user_tables where relname = 'execution_queue'`
  const { waiting = 0, heap = 0, indexes = 0, dead = 0, vacuums = 0 } = row ?? {}
  const claims = [quantile(claimMs, 0.5), quantile(claimMs, 0.99)].map(ms => fixed(ms, 1))
  return [...claims, ...[waiting, heap, indexes, dead, vacuums].map(value => fixed(value))]
}

async function isEmpty({ sql }: Pool): Promise<boolean> {
  const [left] = await sql`select from execution_queue limit 1`
  return left === undefined
}
