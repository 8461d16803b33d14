import { randomBytes } from 'node:crypto'
import postgres from 'postgres'
import { inject, onTestFinished } from 'vitest'
import { connect, type Pool } from '../src/connect.ts'
import { shapeOf } from './shape.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Superuser connection to the test cluster; its database `prikke_template` is migrated. */
    databaseUrl: string
    /** What `shapeOf` says of that database. */
    databaseShape: string
    /** Statements that delete all rows of a database which has its shape. */
    emptyDatabase: string
  }
}

/** Databases of this worker that were made, and are empty again. */
const idle: string[] = []

/** An empty, migrated database. Who is done with it gives it back. */
export async function createDatabase(): Promise<{ url: string; drop: () => Promise<void> }> {
  const url = idle.pop() ?? (await cloneTemplate())
  return {
    url,
    drop: async () => {
      if (await emptied(url)) idle.push(url)
      else await asAdmin(sql => sql.unsafe(`drop database ${nameIn(url)} with (force)`))
    },
  }
}

async function cloneTemplate(): Promise<string> {
  const url = new URL(inject('databaseUrl'))
  url.pathname = `/test_${randomBytes(6).toString('hex')}`
  const clone = `create database ${nameIn(url.href)} template prikke_template strategy file_copy`
  await asAdmin(sql => sql.unsafe(clone))
  return url.href
}

/**
 * Ends all sessions and deletes all rows: to make and to remove 400 files for each test takes the
 * file system many times as long. False when more than rows was changed, or when much was written.
 */
async function emptied(url: string): Promise<boolean> {
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  try {
    await sql`
      select pg_terminate_backend(pid, 10000) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`
    if ((await shapeOf(sql)) !== inject('databaseShape')) return false
    await sql.unsafe(inject('emptyDatabase'))
    return true
  } finally {
    await sql.end()
  }
}

async function asAdmin(act: (sql: postgres.Sql) => Promise<unknown>): Promise<void> {
  const sql = postgres(inject('databaseUrl'), { max: 1, onnotice: () => {} })
  try {
    await act(sql)
  } finally {
    await sql.end()
  }
}

const nameIn = (url: string) => new URL(url).pathname.slice(1)

/** A pool on a database of the calling test's own; both are gone when the test is over. */
export async function openDatabase({
  planLimits = false,
} = {}): Promise<{ pool: Pool; url: string }> {
  const { url, drop } = await createDatabase()
  const pool = connect(url, { applicationName: 'test', max: 8, planLimits })
  onTestFinished(async () => {
    await pool.close()
    await drop()
  })
  return { pool, url }
}

export { makeChannel, makeJob, makeOrganization } from './factories.ts'
export { whileHeld } from './while-held.ts'
