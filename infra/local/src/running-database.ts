import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { databaseName } from './cluster.ts'
import { Refusal } from './refusal.ts'

/** The URL of the database that a `start` on this data dir runs just now. */
export async function runningDatabaseUrl(path: string): Promise<string> {
  try {
    const [pidFile, password] = await Promise.all([
      readFile(join(path, 'postgres', 'postmaster.pid'), 'utf8'),
      readFile(join(path, 'database-password'), 'utf8'),
    ])
    const port = pidFile.split('\n')[3]
    return `postgres://${databaseName}:${password.trim()}@127.0.0.1:${port}/${databaseName}`
  } catch {
    throw new Refusal(`Prikke is starting or stopping on ${path}: try again in a moment.`)
  }
}
