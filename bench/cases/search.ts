import { performance } from 'node:perf_hooks'
import { migrate } from '@prikke/schema'
import { reservePorts } from '@prikke/service/reserve-ports'
import { endAll, startApp } from '@prikke/service/test'
import { makeHistory } from '../make-history.ts'
import { makeJobs } from '../make-jobs.ts'
import { fixed } from '../report.ts'
import type { BenchDatabase } from '../server.ts'
import type { Case } from '../stage.ts'
import { median, quantile } from '../statistics.ts'

const days = 30
const warmUps = 6

/** What one large organization waits for when it looks something up. */
export const searchCase: Case = {
  name: 'search',
  title: 'Finding in a large organization',
  about: ({ searchJobs, searchHistory, searches, rounds }) =>
    `One organization with ${fixed(searchJobs)} jobs and ${fixed(searchHistory)} executions of the last ${days} days, 1 % of them failed: ${searches} requests to the api, one after another, in ms until the whole answer is there. Rounds: ${rounds}; medians.`,
  run: async ({ server, sizes }) => {
    const database = await server.createDatabase('search')
    await migrate(database.url)
    const [port] = (await reservePorts(1)).map(String) as [string]
    const url = `http://localhost:${port}`
    const api = await startApp('api', database.url, { PORT: port, APP_URL: url })
    try {
      const headers = await register(url)
      const jobIds = await fill(database, sizes.searchJobs, sizes.searchHistory)
      const rows: string[][] = []
      for (const [name, path] of lookups(jobIds)) {
        const look = async () => {
          const startedAt = performance.now()
          const answer = await fetch(`${url}/api/${path}`, { headers })
          if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
          await answer.arrayBuffer()
          return performance.now() - startedAt
        }
        for (let n = 0; n < warmUps; n++) await look()
        const rounds: number[][] = []
        for (let round = 0; round < sizes.rounds; round++) {
          const spans: number[] = []
          for (let n = 0; n < sizes.searches; n++) spans.push(await look())
          rounds.push(spans)
        }
        const of = (share: number) => median(rounds.map(spans => quantile(spans, share)))
        rows.push([name, fixed(of(0.5), 1), fixed(of(0.95), 1)])
      }
      return { columns: ['', 'p50', 'p95'], rows }
    } finally {
      await endAll([api])
      await database.drop()
    }
  },
}

async function register(url: string): Promise<Record<string, string>> {
  const answer = await fetch(`${url}/api/auth/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ email: 'bench@example.com', password: 'a long password' }),
  })
  if (!answer.ok) throw new Error(`register: ${answer.status} ${await answer.text()}`)
  return { cookie: answer.headers.getSetCookie()[0]?.split(';')[0] ?? '' }
}

/** Everything belongs to whoever registered; a fiftieth of the jobs ran, and a tenth of those is tagged. */
async function fill({ pool }: BenchDatabase, jobCount: number, history: number): Promise<string[]> {
  const url = 'https://example.com/%'
  const jobIds = await makeJobs(pool, { jobCount, organizationCount: 1, url })
  await pool.sql`
    update jobs set organization_id = (select organization_id from members),
      tags = case when key::int % 500 = 0 then array['billing', 'rare'] else array['billing'] end`
  await pool.sql`update jobs set last_status = 'failed' where key::int % 100 = 0`
  const ran = jobIds.filter((_, n) => n % 50 === 0)
  await makeHistory(pool, history, { days, failedEvery: 100, jobIds: ran })
  return ran
}

function lookups([jobId = '', second = '']: string[]): [string, string][] {
  const day = 24 * 60 * 60 * 1000
  const span = `from=${new Date(Date.now() - (days + 1) * day).toISOString()}&to=${new Date().toISOString()}`
  const of = (path: string, ...queries: string[]) =>
    queries.map(query => [`${path} ${query}`, `${path}?${query}`] as [string, string])
  return [
    ...of('jobs', '', 'q=job%2099', 'q=nothing', 'tag=rare', 'failing=true', 'status=success'),
    ...of('jobs', 'sort=name', 'sort=nextRunAt', 'sort=-lastRunAt', 'sort=lastRunAt'),
    ...of('tags', ''),
    ...of('executions', '', 'status=failed', 'status=failed&status=timeout', 'status=missed'),
    ...of('executions', 'tag=rare', 'tag=billing', 'statusCode=5xx', 'q=answered', 'q=nothing'),
    ...of('executions', 'trigger=manual', 'minDurationMs=60000', 'minAttempt=3'),
    ...of('executions', `jobId=${jobId}&minAttempt=3`, `jobId=${jobId}&jobId=${second}`),
    ...of('executions/count', '', 'status=failed', 'minDurationMs=60000'),
    ['executions/histogram 30 days', `executions/histogram?${span}`],
    ['executions/histogram 30 days, trigger', `executions/histogram?${span}&trigger=schedule`],
    ['stats 30 days', `stats?${span}`],
    ['stats 30 days, one job', `stats?${span}&jobId=${jobId}`],
    ['stats 30 days, tag', `stats?${span}&tag=billing`],
  ]
}
