import type { Pool } from '@prikke/schema'
import type { Readiness } from '@prikke/service'

const peerWithinMs = 2_000

/** Another process of Prikke, by its health port. */
export type Peer = { name: string; url: string }

/** Ready when the database answers and its tables are there. */
export async function isDatabaseReady(pool: Pool): Promise<Readiness> {
  const [row] = await pool.sql<{ count: number }[]>`select count(*)::int as count from migrations`
  const migrationCount = row?.count ?? 0
  return { ready: migrationCount > 0, migrationCount }
}

/** Ready when this process and every peer are; says which one is not. */
export async function withPeers(own: Readiness, peers: readonly Peer[]): Promise<Readiness> {
  const answers = await Promise.all(peers.map(async peer => [peer.name, await ask(peer)] as const))
  const ready = own.ready && answers.every(([, peerReady]) => peerReady)
  return peers.length === 0 ? own : { ...own, ready, peers: Object.fromEntries(answers) }
}

async function ask({ url }: Peer): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/ready`, { signal: AbortSignal.timeout(peerWithinMs) })
    await answer.body?.cancel()
    return answer.ok
  } catch {
    return false
  }
}
