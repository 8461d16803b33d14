import { until } from '@prikke/service/test'
import { type Client, signUp } from './client.ts'
import { startTarget, type Target } from './target.ts'

/*
 * Measures a running Prikke: `npx pnpm@12 run figures [http://localhost:4000]`. Makes an account of
 * its own there and removes the jobs it made. Three rounds of each figure.
 */
const apiUrl = process.argv[2] ?? 'http://localhost:4000'
const rounds = 3
const samples = 20
const jobCount = 10_000
const perCall = 1_000
const minuteMs = 60_000

type Job = { id: string }

const clock = () => performance.timeOrigin + performance.now()
const ms = (value: number) => `${value.toFixed(1)} ms`
const at = (values: number[], share: number) =>
  values.toSorted((a, b) => a - b)[
    Math.min(values.length - 1, Math.floor(values.length * share))
  ] ?? NaN

/** From the API's answer to "run now" to the arrival at the target. */
async function runNow(client: Client, target: Target): Promise<number[]> {
  const job = await client.must<Job>('POST', '/api/jobs', cron('run now', `${target.url}/now`))
  const spans: number[] = []
  for (let n = 0; n < samples; n++) {
    const { id } = await client.must<{ id: string }>('POST', `/api/jobs/${job.id}/trigger`)
    const answeredAt = clock()
    const arrival = await until(() => target.arrivals.find(each => each.id === id), 'an arrival')
    spans.push(Math.max(0, arrival.at - answeredAt))
  }
  await client.must('DELETE', `/api/jobs/${job.id}`)
  return spans
}

/** From the instant of a one-time job, made 3 s before, to its arrival. */
async function once(client: Client, target: Target): Promise<number[]> {
  const jobs: Job[] = []
  for (let n = 0; n < samples; n++) {
    const scheduledAt = new Date(Date.now() + 3_000).toISOString()
    const job = { name: 'once', url: `${target.url}/once`, scheduleType: 'once', scheduledAt }
    jobs.push(await client.must<Job>('POST', '/api/jobs', job))
  }
  const mine = new Set(jobs.map(job => job.id))
  const arrived = () => target.arrivals.filter(arrival => mine.has(arrival.jobId))
  await until(() => arrived().length === samples, 'all one-time jobs')
  for (const { id } of jobs) await client.must('DELETE', `/api/jobs/${id}`)
  return arrived().map(arrival => arrival.at - arrival.scheduledFor)
}

/** Puts in 10,000 jobs that run every minute and watches two minutes of them. */
async function everyMinute(client: Client, target: Target): Promise<void> {
  const sync: number[] = []
  for (let from = 0; from < jobCount; from += perCall) {
    const jobs = Array.from({ length: perCall }, (_, n) => ({
      ...cron(`every minute ${from + n}`, `${target.url}/minute`, '* * * * *'),
      key: `minute-${from + n}`,
    }))
    const startedAt = clock()
    await client.must('PUT', '/api/sync', { jobs })
    sync.push(clock() - startedAt)
  }
  console.log(`sync of 1,000 jobs: median ${ms(at(sync, 0.5))}, slowest ${ms(Math.max(...sync))}`)
  const first = (Math.floor(Date.now() / minuteMs) + 1) * minuteMs
  for (const minute of [first, first + minuteMs]) {
    await until(() => Date.now() > minute + 20_000, 'the minute to pass', 3 * minuteMs)
    const arrivals = target.arrivals.filter(
      ({ path, scheduledFor }) => path === '/minute' && scheduledFor === minute,
    )
    const lateness = arrivals.map(arrival => arrival.at - minute)
    const distinct = new Set(arrivals.map(arrival => arrival.jobId)).size
    console.log(
      `${new Date(minute).toISOString()}: ${arrivals.length} arrivals of ${distinct} jobs, first ${ms(Math.min(...lateness))}, p50 ${ms(at(lateness, 0.5))}, p99 ${ms(at(lateness, 0.99))}, last ${ms(Math.max(...lateness))}`,
    )
  }
  await client.must('PUT', '/api/sync', { jobs: [], prune: true })
}

const cron = (name: string, url: string, cronExpression = '0 0 1 1 *') => ({
  name,
  url,
  scheduleType: 'cron',
  cronExpression,
})

const target = await startTarget()
const client = await signUp(apiUrl)
for (let round = 1; round <= rounds; round++) {
  const now = await runNow(client, target)
  console.log(
    `run now, answer to arrival: median ${ms(at(now, 0.5))}, slowest ${ms(Math.max(...now))}`,
  )
  const due = await once(client, target)
  console.log(
    `once, instant to arrival: median ${ms(at(due, 0.5))}, slowest ${ms(Math.max(...due))}`,
  )
}
for (let round = 1; round <= rounds; round++) await everyMinute(client, target)
await target.close()
