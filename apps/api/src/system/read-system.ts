import type { System, SystemNode } from '@prikke/contract'
import type { Sql } from '@prikke/schema'
import { levelOf, worstFirst } from './check.ts'
import { judgeNodes } from './judge-nodes.ts'
import { judgeWork } from './judge-work.ts'
import { readNodes } from './read-nodes.ts'
import { readWork } from './read-work.ts'

/** The whole instance as an operator sees it, with a verdict on each part. */
export async function readSystem(sql: Sql): Promise<System> {
  const [read, { at, schedule, ...work }] = await Promise.all([readNodes(sql), readWork(sql)])
  const nodes = read.map(({ shown }) => shown)
  const found = {
    ...work,
    schedule: { ...schedule, sinceTickMs: newestSuccess(nodes, 'tick') },
    retention: { sinceSuccessMs: newestSuccess(nodes, 'retention') },
  }
  const checks = worstFirst([...judgeNodes(nodes), ...judgeWork(found)])
  return { at, level: levelOf(checks), checks, nodes, ...found }
}

/** How long ago any scheduler did this; of one that is gone it counts as well. */
function newestSuccess(nodes: readonly SystemNode[], name: string): number | null {
  const spans = nodes
    .filter(node => node.app === 'scheduler')
    .flatMap(({ loops }) => loops.filter(loop => loop.name === name))
    .flatMap(({ sinceSuccessMs }) => sinceSuccessMs ?? [])
  return spans.length === 0 ? null : Math.min(...spans)
}
