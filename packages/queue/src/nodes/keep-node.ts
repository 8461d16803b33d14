import { randomUUID } from 'node:crypto'
import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import type { NodeFacts, NodeState, Sql } from '@prikke/schema'

const everyMs = 10_000
/** The second one soon: with it the row tells how the clocks differ. */
const secondAfterMs = 1_000
/** A database that is away must not hold up a stop. */
const leaveWithinMs = 1_000
/** The row of a process that was killed tells of it for so long. */
const forgottenAfterMs = 3_600_000

type Clocks = Pick<NodeState, 'clockSkewMs' | 'roundTripMs'>

type NodeOptions = {
  app: 'api' | 'scheduler' | 'executor' | 'notifier'
  version: string
  facts: NodeFacts
  state: () => Promise<Omit<NodeState, keyof Clocks>>
  /** Told of the first write that fails after one that did not. */
  onFailure: (error: unknown) => void
}

/** This process as a row of `nodes`, under an id of its own. */
type Node = {
  id: string
  /** Takes the row away: this process stops in order. */
  leave: () => Promise<void>
}

/** Writes the row of this process at once, and every ten seconds, whether or not the database is there. */
export function keepNode(sql: Sql, options: NodeOptions): Node {
  const id = randomUUID()
  const leaving = new AbortController()
  const keeping = keep(sql, id, options, leaving.signal)
  return {
    id,
    leave: async () => {
      leaving.abort()
      const left = keeping.then(() => sql`delete from nodes where id = ${id}`)
      left.catch(() => {})
      await Promise.race([left, sleep(leaveWithinMs)]).catch(() => {})
    },
  }
}

async function keep(
  sql: Sql,
  id: string,
  options: NodeOptions,
  leaving: AbortSignal,
): Promise<void> {
  const startedAt = performance.now()
  let clocks: Clocks = { clockSkewMs: null, roundTripMs: null }
  let waitMs = secondAfterMs
  let isFailing = false
  while (!leaving.aborted) {
    try {
      const state: NodeState = { ...(await options.state()), ...clocks }
      clocks = await write(sql, id, options, state, performance.now() - startedAt)
      isFailing = false
    } catch (error) {
      if (!isFailing) options.onFailure(error)
      isFailing = true
    }
    await sleep(waitMs, undefined, { signal: leaving, ref: false }).catch(() => {})
    waitMs = everyMs
  }
}

/**
 * Writes this process down, by the database's clock, and forgets those that were killed long ago.
 * Processes race for those rows after a standstill of all: what another has locked is left to it.
 * Found by primary key; there are a handful of rows.
 */
async function write(
  sql: Sql,
  id: string,
  { app, version, facts }: NodeOptions,
  state: NodeState,
  upMs: number,
): Promise<Clocks> {
  const sentAt = Date.now()
  const askedAt = performance.now()
  const [row] = await sql<[{ databaseMs: number }]>`
    with forgotten as (
      delete from nodes where id = any(array(
        select id from nodes where id <> ${id}
          and seen_at < now() - ${forgottenAfterMs}::float8 * interval '1 millisecond'
        for update skip locked))
    )
    insert into nodes (id, app, version, started_at, seen_at, facts, state)
    values (${id}, ${app}, ${version},
      clock_timestamp() - ${upMs}::float8 * interval '1 millisecond', clock_timestamp(),
      ${sql.json(facts)}::jsonb, ${sql.json(state)}::jsonb)
    on conflict (id) do update set seen_at = excluded.seen_at, state = excluded.state
    returning extract(epoch from clock_timestamp())::float8 * 1000 as "databaseMs"`
  const roundTripMs = performance.now() - askedAt
  const clockSkewMs = sentAt + roundTripMs / 2 - row.databaseMs
  return { clockSkewMs: rounded(clockSkewMs), roundTripMs: rounded(roundTripMs) }
}

const rounded = (ms: number) => Math.round(ms * 10) / 10
