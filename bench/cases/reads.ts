import { setTimeout as sleep } from 'node:timers/promises'
import { migrate } from '@prikke/schema'
import { reservePorts } from '@prikke/service/reserve-ports'
import { type App, startApp } from '@prikke/service/test'
import { Pool as Client } from 'undici'
import { monotonicMs } from '../clock.ts'
import { cpuUs, treeCpuUs } from '../cpu.ts'
import { type Callers, makeCallers } from '../make-callers.ts'
import { makeJobs } from '../make-jobs.ts'
import { fixed } from '../report.ts'
import type { Case, Stage } from '../stage.ts'
import { median, quantile } from '../statistics.ts'

const perSecond = 300
const atOnce = 16

type Read = { name: string; path: string; headers: Record<string, string>; status: number }
type Measured = { fastest: number; apiUs: number; databaseUs: number; p50: number; p99: number }

/** What the api does all day: who is this, and what do they ask for? */
export const readsCase: Case = {
  name: 'reads',
  title: 'Authenticated reads',
  about: ({ readSeconds, keyCount, rounds }) =>
    `One api process and its PostgreSQL, with ${fixed(keyCount)} API keys of 20 organizations, over HTTP from the same machine. First as many as it can, ${atOnce} at once for ${readSeconds} s: reads/s, CPU in µs per read. Then ${perSecond} a second for ${readSeconds} s, whether or not the one before was answered: ms. "Who this is" is a read that is refused once the key was looked up. Rounds by turns: ${rounds}; medians.`,
  run: async stage => {
    const { server, sizes } = stage
    const database = await server.createDatabase('reads')
    await migrate(database.url)
    const jobIds = await makeJobs(database.pool, {
      jobCount: 1_000,
      organizationCount: 20,
      url: 'http://127.0.0.1:9/',
    })
    const [port] = await reservePorts(1)
    const url = `http://localhost:${port}`
    const api = await startApp('api', database.url, { PORT: String(port), APP_URL: url })
    const client = new Client(url, { connections: atOnce })
    try {
      const jobId = jobIds[0] ?? ''
      const { keyCount } = sizes
      const callers = await makeCallers(database.pool, { apiUrl: url, jobId, keyCount })
      const reads = readsOf(callers, jobId)
      const rounds: Measured[][] = []
      for (let round = 0; round <= sizes.rounds; round++) {
        const measured: Measured[] = []
        for (const read of reads) measured.push(await measure(read, { client, api, stage }))
        // The first warms up.
        if (round > 0) rounds.push(measured)
      }
      return {
        columns,
        rows: reads.map((read, n) =>
          rowOf(
            read,
            rounds.map(each => each[n]),
          ),
        ),
      }
    } finally {
      await client.close()
      await api.end('SIGTERM')
      await database.drop()
    }
  },
}

const columns = ['', 'reads/s', 'api µs', 'PostgreSQL µs', 'p50 at 300/s', 'p99 at 300/s']

function readsOf({ key, triggerKey, session }: Callers, jobId: string): Read[] {
  const [job, list] = [`/api/jobs/${jobId}`, '/api/jobs']
  return [
    { name: 'a job, by key', path: job, headers: key, status: 200 },
    { name: '25 jobs, by key', path: list, headers: key, status: 200 },
    { name: 'a job, by session', path: job, headers: session, status: 200 },
    { name: '25 jobs, by session', path: list, headers: session, status: 200 },
    { name: 'who this is, by key', path: job, headers: triggerKey, status: 403 },
    { name: 'nothing, by nobody', path: '/api/nothing', headers: {}, status: 404 },
  ]
}

function rowOf({ name }: Read, rounds: (Measured | undefined)[]): string[] {
  const of = (field: keyof Measured) => median(rounds.map(round => round?.[field] ?? Number.NaN))
  return [
    name,
    fixed(of('fastest')),
    fixed(of('apiUs')),
    fixed(of('databaseUs')),
    fixed(of('p50'), 2),
    fixed(of('p99'), 2),
  ]
}

type Place = { client: Client; api: App; stage: Stage }

async function measure(read: Read, { client, api, stage }: Place): Promise<Measured> {
  const ask = () => readOnce(client, read)
  const lastsMs = stage.sizes.readSeconds * 1_000
  const pid = api.process.pid as number
  const [apiBefore, databaseBefore] = [cpuUs([pid]), treeCpuUs(stage.server.pid)]
  const begin = monotonicMs()
  let count = 0
  const lane = async () => {
    for (; monotonicMs() - begin < lastsMs; count++) await ask()
  }
  await Promise.all(Array.from({ length: atOnce }, lane))
  const fastest = (count / (monotonicMs() - begin)) * 1_000
  const apiUs = (cpuUs([pid]) - apiBefore) / count
  const databaseUs = (treeCpuUs(stage.server.pid) - databaseBefore) / count
  const spans = await evenly(ask, lastsMs)
  return { fastest, apiUs, databaseUs, p50: quantile(spans, 0.5), p99: quantile(spans, 0.99) }
}

/** Asks so many a second, whatever became of those before. */
async function evenly(ask: () => Promise<void>, lastsMs: number): Promise<number[]> {
  const begin = monotonicMs()
  const asked: Promise<number>[] = []
  for (let n = 0; n < (lastsMs * perSecond) / 1_000; n++) {
    const at = begin + (n * 1_000) / perSecond
    while (monotonicMs() < at) await sleep(Math.max(0, at - monotonicMs()))
    const askedAt = monotonicMs()
    asked.push(ask().then(() => monotonicMs() - askedAt))
  }
  return await Promise.all(asked)
}

async function readOnce(client: Client, { path, headers, status, name }: Read): Promise<void> {
  const { statusCode, body } = await client.request({ method: 'GET', path, headers })
  await body.arrayBuffer()
  if (statusCode !== status) throw new Error(`${name}: answered ${statusCode}, not ${status}.`)
}
