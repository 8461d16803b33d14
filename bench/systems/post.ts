import { Pool } from 'undici'
import { body, concurrency } from './system.ts'

/** The work of a peer's job: one post to the sink on kept connections, its answer read and judged. */
export function createPost(url: string): (id: string) => Promise<void> {
  const { origin, pathname } = new URL(url)
  const pool = new Pool(origin, { connections: concurrency, pipelining: 1 })
  return async id => {
    const headers = { 'content-type': 'application/json', 'webhook-id': id }
    const answer = await pool.request({ path: pathname, method: 'POST', headers, body })
    await answer.body.dump()
    if (answer.statusCode !== 200) throw new Error(`The sink answered ${answer.statusCode}.`)
  }
}
