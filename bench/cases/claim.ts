import { performance } from 'node:perf_hooks'
import { createAnnouncer, executionSource, noReply } from '@prikke/queue'
import { connect, migrate } from '@prikke/schema'
import { monotonicMs } from '../clock.ts'
import { treeCpuUs } from '../cpu.ts'
import { makeHistory } from '../make-history.ts'
import { makeJobs } from '../make-jobs.ts'
import { fixed } from '../report.ts'
import type { BenchDatabase } from '../server.ts'
import type { Case, Stage } from '../stage.ts'
import { median, quantile } from '../statistics.ts'
import { triggerJobs } from '../trigger-jobs.ts'

const claimSize = 100
const jobCount = 200

type Claimed = { claimMs: number[]; perSecond: number; databaseUs: number }
type Place = { finished: number; database: BenchDatabase; jobIds: string[] }

/** What a growing history costs those who only look at what is due. */
export const claimCase: Case = {
  name: 'claim',
  title: 'Claim beside a long history',
  about: ({ claims, rounds }) =>
    `With so many finished executions of the last five days in history: claims of ${claimSize}, each settled before the next, ${claims} a round, by the queue's own source on one connection. Claim in ms, PostgreSQL's CPU in µs per execution; rounds by turns: ${rounds}.`,
  run: async stage => {
    const places = await Promise.all(stage.sizes.history.map(size => prepare(size, stage)))
    try {
      const rounds: Claimed[][] = []
      for (let round = 0; round <= stage.sizes.rounds; round++) {
        const claimed: Claimed[] = []
        for (const place of places) claimed.push(await claimAndSettle(place, stage))
        // The first warms up.
        if (round > 0) rounds.push(claimed)
      }
      return { columns, rows: places.map((place, n) => rowOf(place, n, rounds)) }
    } finally {
      for (const { database } of places) await database.drop()
    }
  },
}

const columns = [
  'finished',
  'claim p50',
  'claim p99',
  'p50 of none',
  'executions/s',
  'PostgreSQL µs',
]

function rowOf({ finished }: Place, n: number, rounds: Claimed[][]): string[] {
  const p50 = (round: Claimed[], from: number) => quantile(round[from]?.claimMs ?? [], 0.5)
  const ms = rounds.flatMap(round => round[n]?.claimMs ?? [])
  return [
    fixed(finished),
    fixed(quantile(ms, 0.5), 2),
    fixed(quantile(ms, 0.99), 2),
    fixed(median(rounds.map(round => p50(round, n) / p50(round, 0))), 2),
    fixed(median(rounds.map(round => round[n]?.perSecond ?? 0))),
    fixed(median(rounds.map(round => round[n]?.databaseUs ?? 0)), 1),
  ]
}

async function prepare(finished: number, { server }: Stage): Promise<Place> {
  const database = await server.createDatabase('claim')
  await migrate(database.url)
  const url = 'http://127.0.0.1:9/'
  const jobIds = await makeJobs(database.pool, { jobCount, organizationCount: 20, url })
  await makeHistory(database.pool, finished)
  return { finished, database, jobIds }
}

async function claimAndSettle({ database, jobIds }: Place, stage: Stage): Promise<Claimed> {
  const count = stage.sizes.claims * claimSize
  await triggerJobs(database.pool, jobIds, count)
  // As the executor connects.
  const pool = connect(database.url, { applicationName: 'claim', planOnce: true, max: 1 })
  const announcer = createAnnouncer(pool.sql)
  const source = executionSource(pool, 'bench', announcer, late => {
    throw new Error(`${late} settled late.`)
  })
  const claimMs: number[] = []
  const reply = { ...noReply, statusCode: 200, responseBytes: 2, responseBody: Buffer.from('ok') }
  const outcome = { kind: 'final', status: 'success', reply } as const
  const begin = monotonicMs()
  const before = treeCpuUs(stage.server.pid)
  for (let left = count; left > 0; ) {
    const at = monotonicMs()
    const { items } = await source.claim(claimSize)
    claimMs.push(monotonicMs() - at)
    if (items.length === 0) throw new Error(`${left} executions cannot be claimed.`)
    await source.settle(
      items.map(item => ({
        item,
        outcome,
        startedAt: item.claimAskedAt,
        endedAt: performance.now(),
      })),
    )
    left -= items.length
  }
  const databaseUs = (treeCpuUs(stage.server.pid) - before) / count
  const perSecond = (count / (monotonicMs() - begin)) * 1000
  await announcer.close()
  await pool.close()
  return { claimMs, perSecond, databaseUs }
}
