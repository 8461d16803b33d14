import { randomUUID } from 'node:crypto'
import type { Sql } from '@prikke/schema'
import { type Db, PgBoss } from 'pg-boss'
import { startChild } from '../child.ts'
import { monotonicMs } from '../clock.ts'
import type { StartSystem } from './system.ts'

type Parameters = NonNullable<globalThis.Parameters<Sql['unsafe']>[1]>

/** pg-boss as its documents tune it: large batches, the next fetched at once, notified of new jobs. */
export const startPgBoss: StartSystem = async (server, sinkUrl) => {
  const database = await server.createDatabase('pg_boss')
  const { pool } = database
  const worker = await startChild(new URL('pg-boss-process.ts', import.meta.url), {
    DATABASE_URL: database.url,
    SINK_URL: sinkUrl,
  })
  const db = dbOf(pool.sql)
  const boss = new PgBoss({ db, migrate: false, supervise: false, schedule: false })
  await boss.start()
  const insert = async (count: number, to: Db, more: { startAfter?: Date } = {}) => {
    const jobs = Array.from({ length: count }, () => ({ id: randomUUID(), ...more }))
    await boss.insert('post', jobs, { db: to })
    return jobs.map(job => job.id)
  }
  return {
    name: 'pg-boss',
    pids: [worker.pid],
    database,
    enqueue: count =>
      pool.transaction(async ({ sql }) => {
        const ids = await insert(count, dbOf(sql))
        return { ids, at: monotonicMs() }
      }),
    enqueueOne: async () => (await boss.send('post')) ?? '',
    schedule: async (count, at) => {
      const ids = await insert(count, db, { startAfter: at })
      return () => Promise.resolve(ids)
    },
    isEmpty: async () => {
      const [left] = await pool.sql`
        select from pgboss.job where name = 'post' and state < 'completed' limit 1`
      return left === undefined
    },
    end: async () => {
      await boss.stop({ graceful: false })
      await worker.end()
      await database.drop()
    },
  }
}

const dbOf = (sql: Sql): Db => ({
  executeSql: async (text, values = []) => ({ rows: await sql.unsafe(text, values as Parameters) }),
})
