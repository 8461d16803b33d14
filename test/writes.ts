import { calls, isNode, type Node, nameOf, type Source, textOf } from './sources.ts'

const sql =
  /\b(insert into|delete from|update)\s+(?!set\b)(?:only\s+)?"?([a-z_]+)"?(?=\s*$|\s*[(`'$]|\s+(?:as\s+)?(?:\w+\s+)?(?:set|using|where|select|values|default|returning|\())/gi
const ddl = /\b(?:create|drop|alter) table\b|\b(?:at|de)tach partition\b|\btruncate table\b/i

/** Every write that a file makes, by SQL or drizzle, as `verb table`. */
export function writesOf(source: Source, tables: Set<string>): { what: string; line: number }[] {
  const text = source.nodes.filter(
    node =>
      node.type === 'TemplateElement' ||
      (node.type === 'Literal' && typeof node.value === 'string'),
  )
  const written = text.flatMap(node => {
    const from = source.lineOf(node)
    const lines = textOf(source, node).split('\n')
    return lines.flatMap((line, index) => [
      ...[...line.matchAll(sql)].map(([, verb = '', table = '']) => ({
        what: `${verb.split(' ')[0]?.toLowerCase()} ${table}`,
        line: from + index,
      })),
      ...(ddl.test(line) ? [{ what: 'define partitions', line: from + index }] : []),
    ])
  })
  const drizzled = source.nodes.flatMap(node => {
    const verb = isNode(node.callee) ? nameOf(node.callee.property) : ''
    const table = nameOf((node.arguments as Node[] | undefined)?.[0])
    if (!/^(insert|update|delete)$/.test(verb) || !tables.has(table)) return []
    return [{ what: `${verb} ${snake(table)}`, line: source.lineOf(node) }]
  })
  return [...written, ...drizzled]
}

/** The tables of a schema as drizzle calls them, e.g. `executionQueue`. */
export function tablesOf(schema: Source[]): Set<string> {
  const named = schema
    .flatMap(({ nodes }) => nodes)
    .filter(node => node.type === 'VariableDeclarator' && isNode(node.init))
  return new Set(
    named.filter(({ init }) => isNode(init) && calls(init, 'pgTable')).map(({ id }) => nameOf(id)),
  )
}

function snake(name: string): string {
  return name.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`)
}

/** `.set({ key: … })` or `.values({ key: … })` with such a key. */
export function setsKey(node: Node, key: RegExp): boolean {
  if (!isNode(node.callee) || !/^(set|values)$/.test(nameOf(node.callee.property))) return false
  const [row] = node.arguments as Node[]
  const fields = (row?.properties ?? []) as Node[]
  return fields.some(field => key.test(nameOf(field.key)))
}
