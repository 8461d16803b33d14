import { randomBytes } from 'node:crypto'
import postgres from 'postgres'
import { inject, onTestFinished } from 'vitest'
import { connect, type Pool } from '../src/connect.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Superuser connection to the test cluster; its database `prikke_template` is migrated. */
    databaseUrl: string
  }
}

/** A new database, cloned from the migrated template. */
export async function createDatabase(): Promise<{ url: string; drop: () => Promise<void> }> {
  const admin = postgres(inject('databaseUrl'), { max: 1, onnotice: () => {} })
  const name = `test_${randomBytes(6).toString('hex')}`
  await admin.unsafe(`create database ${name} template prikke_template strategy file_copy`)
  const url = new URL(inject('databaseUrl'))
  url.pathname = `/${name}`
  return {
    url: url.href,
    drop: async () => {
      await admin.unsafe(`drop database ${name} with (force)`)
      await admin.end()
    },
  }
}

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
