import type { Database } from '@prikke/schema'

/**
 * Removes what was and is to be said to addresses of somebody who erases their account; how much it
 * was. A notifier that has one in its hands finds no row to settle. The table holds a week: it is
 * looked through.
 */
export async function eraseMails({ sql }: Database, addresses: readonly string[]): Promise<number> {
  const gone = await sql`
    delete from mails where recipient = any(${addresses as string[]}::text[])`
  return gone.count
}
