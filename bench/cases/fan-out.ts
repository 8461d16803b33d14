import { wake } from '@prikke/queue'
import { migrate, type Pool } from '@prikke/schema'
import { type App, startApp, until } from '@prikke/service/test'
import { cpuUs, treeCpuUs } from '../cpu.ts'
import { fixed } from '../report.ts'
import type { Case, Stage } from '../stage.ts'
import { median } from '../statistics.ts'

const minuteMs = 60_000
const zones = ['UTC', 'Europe/Oslo', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe']
const organizationCount = 100

type Fanned = { perSecond: number; tickMs: number; schedulerUs: number; databaseUs: number }

/** Many cron jobs due in one minute: how fast their occurrences are written. */
export const fanOutCase: Case = {
  name: 'fan-out',
  title: 'Fan-out',
  about: ({ fanOut, rounds }) =>
    `${fixed(fanOut)} cron jobs of ${organizationCount} organizations and 20 pairs of expression and time zone come due at once; one scheduler process writes their rows and their next runs. By the scheduler's own clock; rounds: ${rounds}, medians. Executions are counted as they are written; with plan limits each organization is held to its month.`,
  run: async stage => {
    const columns = ['', 'jobs/s', 'ms in all', 'scheduler µs', 'PostgreSQL µs']
    const rows = []
    for (const [name, limits] of [
      ['Prikke', 'off'],
      ['Prikke, with plan limits', 'on'],
    ] as const) {
      rows.push([name, ...(await measure(stage, { PRIKKE_PLAN_LIMITS: limits }))])
    }
    return { columns, rows }
  },
}

async function measure(stage: Stage, env: Record<string, string>): Promise<string[]> {
  const database = await stage.server.createDatabase('fan_out')
  await migrate(database.url)
  const scheduler = await startApp('scheduler', database.url, env)
  try {
    await fanOut(database.pool, scheduler, Math.ceil(stage.sizes.fanOut / 20), stage)
    const rounds: Fanned[] = []
    for (let round = 0; round < stage.sizes.rounds; round++) {
      rounds.push(await fanOut(database.pool, scheduler, stage.sizes.fanOut, stage))
    }
    const of = (key: keyof Fanned) => median(rounds.map(round => round[key]))
    const figures = [fixed(of('perSecond')), fixed(of('tickMs'))]
    return [...figures, fixed(of('schedulerUs'), 1), fixed(of('databaseUs'), 1)]
  } finally {
    await scheduler.end('SIGTERM')
    await database.drop()
  }
}

async function fanOut(pool: Pool, scheduler: App, count: number, stage: Stage): Promise<Fanned> {
  const cpu = () => [cpuUs([scheduler.process.pid as number]), treeCpuUs(stage.server.pid)] as const
  const due = await earlyInMinute()
  const seen = scheduler.log.length
  const before = await pool.transaction(async ({ sql }) => {
    await sql`truncate execution_queue, jobs`
    await insertJobs(sql, count, due)
    await wake(sql, 'jobs')
    return cpu()
  })
  const ticks = () => scheduler.log.slice(seen).filter(entry => entry.msg === 'tick')
  const sum = (key: string) => ticks().reduce((total, tick) => total + Number(tick[key]), 0)
  await until(() => sum('queuedCount') >= count, 'every occurrence', 60_000)
  const after = cpu()
  await checkWritten(pool, count, due)
  const tickMs = sum('tookMs')
  return {
    perSecond: (count / tickMs) * 1000,
    tickMs,
    schedulerUs: (after[0] - before[0]) / count,
    databaseUs: (after[1] - before[1]) / count,
  }
}

/** The beginning of this minute, or of the next when it is too near: then more would come due. */
async function earlyInMinute(): Promise<Date> {
  const thisMinute = () => Math.floor(Date.now() / minuteMs) * minuteMs
  await until(() => Date.now() - thisMinute() < minuteMs / 2, 'the next minute', minuteMs)
  return new Date(thisMinute())
}

async function insertJobs(
  sql: Parameters<Parameters<Pool['transaction']>[0]>[0]['sql'],
  count: number,
  due: Date,
): Promise<void> {
  const schedules = zones.flatMap(zone =>
    expressionsAt(due, zone).map(expression => ({ zone, expression })),
  )
  await sql`
    with organization as (
      insert into organizations (slug, name, signing_secret)
      select 'o-' || replace(uuidv7()::text, '-', ''), 'Organization ' || n, 'whsec_AAAA'
      from generate_series(1, ${organizationCount}::int) n returning id
    ), numbered as (
      select id, row_number() over () - 1 as n from organization
    ), schedule as (
      select s.*, row_number() over () - 1 as n
      from jsonb_to_recordset(${sql.json(schedules)}) as s(zone text, expression text)
    )
    insert into jobs (organization_id, name, url, method, schedule_type, cron_expression, timezone,
      interval_minutes, enabled, retry_attempts, timeout_ms, overlap, catch_up, alert_on,
      next_run_at, written_through)
    select o.id, 'Job ' || j, 'http://127.0.0.1:9/', 'POST', 'cron', s.expression, s.zone,
      1, true, 0, 30000, 'allow', 'latest', 'change', ${due}, ${new Date(due.getTime() - 1)}
    from generate_series(0, ${count - 1}::int) j
    join numbered o on o.n = j % ${organizationCount}::int
    join schedule s on s.n = j / ${organizationCount}::int % ${schedules.length}::int`
}

/** Four expressions that name this very minute in a zone. */
function expressionsAt(due: Date, zone: string): string[] {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hour: 'numeric',
    minute: 'numeric',
    day: 'numeric',
    hourCycle: 'h23',
  }).formatToParts(due)
  const at = (type: string) => Number(parts.find(part => part.type === type)?.value)
  const minute = at('minute')
  const hour = at('hour')
  return [
    '* * * * *',
    `${minute} * * * *`,
    `${minute} ${hour} * * *`,
    `${minute} ${hour} ${at('day')} * *`,
  ]
}

/** One row for each job, each with a next run after this one. */
async function checkWritten(pool: Pool, count: number, due: Date): Promise<void> {
  const [row] = await pool.sql<{ rows: number; advanced: number }[]>`
    select (select count(distinct job_id)::int from execution_queue where scheduled_for = ${due}) as rows,
      (select count(*)::int from jobs where next_run_at > ${due}) as advanced`
  if (row?.rows === count && row.advanced === count) return
  throw new Error(`${row?.rows} occurrences and ${row?.advanced} next runs for ${count} jobs.`)
}
