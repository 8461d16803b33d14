import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { parseAst } from 'vitest/node'

/** A node of the syntax tree (ESTree with TypeScript), as far as rules look at it. */
export type Node = { type: string; start: number; end: number; [field: string]: unknown }

export type Import = {
  /** As written. */
  specifier: string
  /** A relative specifier as a path from the root; null for a package. */
  path: string | null
  /** True when nothing of it is left at run time. */
  typeOnly: boolean
  /** The names it takes at run time; `*` for all of them, `default` for the default. */
  names: string[]
  /** What it calls them in this file. */
  locals: string[]
  line: number
}

/** A run of `//` lines, or one block; `count` is its lines with words. */
export type Comment = { line: number; count: number; doc: boolean }

export type Source = {
  path: string
  /** The package it belongs to, e.g. `packages/queue`; `.` for the root. */
  home: string
  /** Written for tests: a `*.test.ts`, or what they stand on. */
  forTests: boolean
  text: string
  lines: string[]
  /** Every node of the file, outermost first. */
  nodes: Node[]
  body: Node[]
  imports: Import[]
  comments: Comment[]
  lineOf: (node: Node) => number
}

/** Every file that git knows or would take, as paths from the root. */
export function listFiles(): string[] {
  const list = ['ls-files', '-z', '--cached', '--others', '--exclude-standard']
  // A clone may belong to another user than the one who tests it.
  const known = execFileSync('git', ['-c', 'safe.directory=*', ...list], { encoding: 'utf8' })
  return known.split('\0').filter(path => path !== '' && existsSync(path))
}

export function readSource(path: string): Source {
  const text = readFileSync(path, 'utf8')
  const tree = parseAst(text, { lang: path.endsWith('x') ? 'tsx' : 'ts' }) as unknown as Node
  const nodes = [...walk(tree)]
  const lines = text.trimEnd().split('\n')
  const lineOf = (node: Node) => text.slice(0, node.start).split('\n').length
  return {
    path,
    home: homeOf(path),
    forTests: /\.test\.tsx?$|^test\/|^[^/]+\/[^/]+\/test\//.test(path),
    text,
    lines,
    nodes,
    body: tree.body as Node[],
    imports: nodes.flatMap(node => importOf(path, node, lineOf(node))),
    comments: commentsIn(lines),
    lineOf,
  }
}

export function homeOf(path: string): string {
  const [first, second] = path.split('/')
  if (first === 'apps' || first === 'packages' || first === 'infra') return `${first}/${second}`
  return first === 'test' || first === 'bench' ? first : '.'
}

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value
}

function* walk(node: Node): Generator<Node> {
  yield node
  for (const field of Object.values(node))
    for (const child of Array.isArray(field) ? field : [field])
      if (isNode(child)) yield* walk(child)
}

const importing = new Set([
  'ImportDeclaration',
  'ExportNamedDeclaration',
  'ExportAllDeclaration',
  'ImportExpression',
  'TSImportType',
])

function importOf(path: string, node: Node, line: number): Import[] {
  if (!importing.has(node.type) || !isNode(node.source)) return []
  const specifier = String(node.source.value)
  const kept = ((node.specifiers ?? []) as Node[]).filter(
    each => each.importKind !== 'type' && each.exportKind !== 'type',
  )
  return [
    {
      specifier,
      path: specifier.startsWith('.') ? posix.join(posix.dirname(path), specifier) : null,
      typeOnly:
        node.type === 'TSImportType' || node.importKind === 'type' || node.exportKind === 'type',
      names: kept.map(takenName),
      locals: kept.map(each => nameOf(each.local)),
      line,
    },
  ]
}

function takenName({ type, imported, local }: Node): string {
  if (type === 'ImportNamespaceSpecifier') return '*'
  return type === 'ImportDefaultSpecifier' ? 'default' : nameOf(imported ?? local)
}

/** The name of an identifier; `*` for a namespace or what has none. */
export function nameOf(node: unknown): string {
  return isNode(node) && typeof node.name === 'string' ? node.name : '*'
}

export function textOf(source: Source, node: Node): string {
  return source.text.slice(node.start, node.end)
}

/** A call, or a `new`, of one of these names. */
export function calls(node: Node, ...names: string[]): boolean {
  return /^(Call|New)Expression$/.test(node.type) && names.includes(nameOf(node.callee))
}

function commentsIn(lines: string[]): Comment[] {
  const found: Comment[] = []
  let open: 'line' | 'block' | null = null
  for (const [index, text] of lines.entries()) {
    const line = text.trim().replace(/^\{(?=\/\*)/, '')
    const starts = open !== 'block' && /^\/[/*]/.test(line)
    if (starts && !(open === 'line' && line.startsWith('//'))) {
      found.push({ line: index + 1, count: 0, doc: line.startsWith('/**') })
      open = line.startsWith('//') ? 'line' : 'block'
    } else if (!starts && open !== 'block') open = null
    const last = found.at(-1)
    if (open !== null && last !== undefined && /\w/.test(line)) last.count += 1
    if (open === 'block' && line.includes('*/')) open = null
  }
  return found
}
