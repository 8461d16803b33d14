import { calls, isNode, type Node, nameOf, type Source } from './sources.ts'

/** Every pause that is not the breath between two looks of a loop. */
export function sleepsOf({ nodes, imports }: Source): Node[] {
  const loops = nodes.filter(({ type }) => /^(While|DoWhile|For|ForOf|ForIn)Statement$/.test(type))
  const inLoop = (node: Node) => loops.some(loop => loop.start < node.start && node.end <= loop.end)
  const timers = imports.filter(({ specifier }) => /^(node:)?timers\/promises$/.test(specifier))
  const pauses = timers.flatMap(({ locals }) => locals)
  return nodes.filter(node => (sleeps(node) || calls(node, ...pauses)) && !inLoop(node))
}

/** `new Promise(resolve => setTimeout(resolve, ms))`: one that rejects is a deadline. */
function sleeps(node: Node): boolean {
  if (!calls(node, 'Promise')) return false
  const executor = (node.arguments as Node[])[0]
  const resolve = (executor?.params as Node[] | undefined)?.[0]
  if (!isNode(executor?.body) || resolve === undefined) return false
  const inside = executor.body.body as Node[] | undefined
  const only = inside === undefined ? executor.body : inside.length === 1 ? inside[0] : undefined
  const call = isNode(only?.expression) ? only.expression : only
  if (call === undefined || !calls(call, 'setTimeout')) return false
  return nameOf((call.arguments as Node[])[0]) === nameOf(resolve)
}
