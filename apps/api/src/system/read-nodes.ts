import type { SystemNode } from '@prikke/contract'
import type { NodeFacts, NodeState, Sql } from '@prikke/schema'

/** Three writes that did not come. */
const goneAfterMs = 30_000
const mostNodes = 200

type Row = Pick<SystemNode, 'id' | 'app' | 'version'> & {
  startedAt: Date
  seenAt: Date
  silentMs: number
  facts: NodeFacts
  state: NodeState
}

/** A process as an operator sees it, and the variables it was started with. */
export type NodeRead = { shown: SystemNode; settings: NodeFacts['settings'] }

/** Every process that has written its row, by app, the oldest first. What it said is as old as its row. */
export async function readNodes(sql: Sql): Promise<NodeRead[]> {
  const rows = await sql<Row[]>`
    select id, app, version, started_at as "startedAt", seen_at as "seenAt", facts, state,
      extract(epoch from clock_timestamp() - seen_at)::float8 * 1000 as "silentMs"
    from nodes order by app, started_at, id limit ${mostNodes}`
  return rows.map(row => ({ shown: nodeOf(row), settings: row.facts.settings }))
}

function nodeOf({ id, app, version, startedAt, seenAt, silentMs, facts, state }: Row): SystemNode {
  const { host, pid, nodeVersion, tzdata } = facts
  const isGone = silentMs > goneAfterMs
  // What it said then holds while it lives: it will say so if it does not.
  const olderMs = isGone ? silentMs : 0
  return {
    ...{ id, app, version, host, pid, nodeVersion, tzdata, isGone },
    startedAt: startedAt.toISOString(),
    seenAt: seenAt.toISOString(),
    ...state,
    loops: state.loops.map(loop => ({
      ...loop,
      sinceSuccessMs:
        loop.sinceSuccessMs === null ? null : Math.round(loop.sinceSuccessMs + olderMs),
    })),
  }
}
