import { setTimeout as sleep } from 'node:timers/promises'
import { migrate, type Pool } from '@prikke/schema'
import { type AppName, endAll, startApp } from '@prikke/service/test'
import { cpuUs, peakMemoryMb } from '../cpu.ts'
import { makeJobs } from '../make-jobs.ts'
import { fixed } from '../report.ts'
import { startServer } from '../server.ts'
import type { Case } from '../stage.ts'

const names: AppName[] = ['api', 'scheduler', 'executor', 'notifier']
const settleMs = 5_000

/** Nothing is due: what do the processes do all the same? */
export const idleCase: Case = {
  name: 'idle',
  title: 'Idle',
  about: ({ idleSeconds }) =>
    `Every process of Prikke for ${idleSeconds} s with 1,000 jobs of which none is due: statements by pg_stat_statements, each process with a database user of its own.`,
  run: async ({ sizes }) => {
    // On a server of its own: counting statements costs those that are counted.
    const counted = {
      shared_preload_libraries: 'pg_stat_statements',
      'pg_stat_statements.track': 'top',
    }
    const server = await startServer(counted)
    const { pool, url } = await server.createDatabase('idle')
    await migrate(url)
    await makeJobs(pool, { jobCount: 1_000, organizationCount: 20, url: 'http://127.0.0.1:9/' })
    await pool.sql`create extension pg_stat_statements`
    const apps = []
    try {
      for (const name of names) apps.push(await startApp(name, await urlFor(name, url, pool)))
      const ofPid = (pid: number) => [cpuUs([pid]), peakMemoryMb(pid)] as const
      await sleep(Math.min(settleMs, sizes.idleSeconds * 1000))
      await pool.sql`select pg_stat_statements_reset()`
      const before = apps.map(app => cpuUs([app.process.pid as number]))
      await sleep(sizes.idleSeconds * 1000)
      const calls = await callsByUser(pool)
      const rows = apps.map(({ name, process }, n) => {
        const [us, peak] = ofPid(process.pid as number)
        const statements = (calls.get(`prikke_${name}`) ?? 0) / sizes.idleSeconds
        const msPerSecond = (us - (before[n] ?? 0)) / 1000 / sizes.idleSeconds
        return [name, fixed(statements, 2), fixed(msPerSecond, 1), fixed(peak)]
      })
      return { columns: ['', 'statements/s', 'CPU ms/s', 'peak MB'], rows }
    } finally {
      await endAll(apps)
      await pool.close()
      await server.remove()
    }
  },
}

async function urlFor(name: AppName, url: string, { sql }: Pool): Promise<string> {
  await sql.unsafe(`create role prikke_${name} superuser login password 'prikke'`)
  const own = new URL(url)
  own.username = `prikke_${name}`
  return own.href
}

async function callsByUser({ sql }: Pool): Promise<Map<string, number>> {
  const rows = await sql<{ name: string; calls: number }[]>`
    select r.rolname::text as name, sum(s.calls)::int as calls
    from pg_stat_statements s join pg_roles r on r.oid = s.userid group by 1`
  return new Map(rows.map(({ name, calls }) => [name, calls]))
}
