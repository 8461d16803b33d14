import { readFileSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { assert, describe, expect, test } from 'vitest'
import { sleepsOf } from './sleeps.ts'
import {
  calls,
  homeOf,
  isNode,
  listFiles,
  type Node,
  nameOf,
  readSource,
  type Source,
  textOf,
} from './sources.ts'
import { setsKey, tablesOf, writesOf } from './writes.ts'

const files = listFiles()
const sources = files.filter(path => /\.tsx?$/.test(path)).map(readSource)
const shipped = sources.filter(source => !source.forTests)
const tests = sources.filter(source => /\.test\.tsx?$/.test(source.path))

/** Where SQL is written. */
const backEnd = /^(packages\/[^/]+|apps\/(?!web\/)[^/]+)\/src\//

/** Fails with what to do and every place where it is to be done. */
function none(places: string[], advice: string): void {
  assert(places.length === 0, [advice, ...places.map(place => `  ${place}`)].join('\n'))
}

/** Every node that breaks a rule, as `file:line  its first line`. */
function nodesWhere(among: Source[], breaks: (node: Node, source: Source) => boolean): string[] {
  return among.flatMap(source =>
    source.nodes.filter(node => breaks(node, source)).map(node => at(source, source.lineOf(node))),
  )
}

/** Every line that breaks a rule, as `file:line  the line`. */
function linesWhere(among: Source[], breaks: (line: string) => boolean): string[] {
  return among.flatMap(source =>
    source.lines.flatMap((line, index) => (breaks(line) ? [at(source, index + 1)] : [])),
  )
}

function at(source: Source, line: number): string {
  return `${source.path}:${line}  ${source.lines[line - 1]?.trim() ?? ''}`
}

const beside = ['schema', 'service', 'queue', 'schedule']
const mayImport: Record<string, string[]> = {
  'packages/schema': [],
  'packages/contract': [],
  'packages/schedule': [],
  'packages/outbound': [],
  'packages/paste': [],
  'packages/service': [],
  'packages/vault': [],
  'packages/queue': ['schema', 'schedule'],
  'apps/api': ['schema', 'contract', 'queue', 'schedule', 'outbound', 'paste', 'service', 'vault'],
  'apps/scheduler': ['schema', 'queue', 'schedule', 'service'],
  'apps/executor': ['queue', 'outbound', 'service', 'schema', 'vault'],
  'apps/notifier': ['queue', 'outbound', 'service', 'schema', 'vault'],
  'apps/web': ['contract'],
  'infra/local': beside,
  bench: beside,
  test: beside,
}

const ours = /^@prikke\/([^/]+)/

describe('who may import whom', () => {
  const manifests = files.filter(path => basename(path) === 'package.json' && path.includes('/'))

  test('every package has its row in the table of imports', () => {
    const homes = [...manifests.map(path => dirname(path)), ...sources.map(({ home }) => home)]
    const missing = [...new Set(homes)].filter(home => home !== '.' && !mayImport[home])
    none(missing, 'Give the package a row in mayImport of test/structure.test.ts:')
  })

  test('a package declares only packages that it may import', () => {
    const declared = manifests.flatMap(path => {
      const lines = readFileSync(path, 'utf8').split('\n')
      return lines.map((text, index) => ({ path, text, line: index + 1 }))
    })
    const wrong = declared.filter(({ path, text }) => {
      const name = /^\s*"@prikke\/([^"]+)": "workspace:/.exec(text)?.[1]
      return name !== undefined && !mayImport[homeOf(path)]?.includes(name)
    })
    none(
      wrong.map(({ path, line, text }) => `${path}:${line}  ${text.trim()}`),
      'Take the dependency out; see "Who may import whom" in ARCHITECTURE.md:',
    )
  })

  test('a file imports only packages that its own package may import', () => {
    none(
      importsWhere(sources, ({ specifier }, source) => {
        const name = ours.exec(specifier)?.[1]
        return name !== undefined && !mayImport[source.home]?.includes(name)
      }),
      'Move the code to where its imports are allowed; see "Who may import whom" in ARCHITECTURE.md:',
    )
  })

  test('no relative import leaves its package', () => {
    const roots = sources.filter(({ home }) => home !== '.')
    none(
      importsWhere(roots, ({ path }, { home }) => path !== null && homeOf(path) !== home),
      'Import the public face of the other package by its name, where the table allows it:',
    )
  })

  test('web takes nothing but types from the contract', () => {
    const web = sources.filter(({ home }) => home === 'apps/web')
    none(
      importsWhere(web, ({ specifier, typeOnly }) => ours.test(specifier) && !typeOnly),
      'Write `import type`; everything else comes over HTTP:',
    )
  })

  test('executor and notifier take from the schema only its connection and row types', () => {
    const workers = shipped.filter(({ home }) => /^apps\/(executor|notifier)$/.test(home))
    none(
      importsWhere(
        workers,
        ({ specifier, typeOnly, names }) =>
          specifier.startsWith('@prikke/schema') &&
          !typeOnly &&
          (names.length === 0 || names.some(name => name !== 'connect')),
      ),
      'Reach the tables through the queue, or write `import type`:',
    )
  })

  test('the stage of the tests is no part of what is shipped', () => {
    none(
      importsWhere(shipped, ({ specifier, path }) =>
        path === null
          ? /^(@prikke\/schema\/test|vitest(\/node)?|fast-check)$/.test(specifier)
          : /(^|\/)test\/|\.test\.tsx?$/.test(path),
      ).filter(place => !/^[\w-]+\.config\.ts:/.test(place)),
      'Move what both need into the source, or the importer into a test:',
    )
  })
})

describe('arrows inside an app', () => {
  test('nothing imports a main', () => {
    none(
      importsWhere(sources, ({ path }) => /^apps\/.*\/main\.tsx?$/.test(path ?? '')),
      'A main starts things; move what is needed into a file of its own:',
    )
  })

  test('routes of the api never import the app that mounts them', () => {
    const routes = sources.filter(({ path }) => path.startsWith('apps/api/src/routes/'))
    none(
      importsWhere(routes, ({ path }) => path === 'apps/api/src/app.ts'),
      'Hand the route what it needs as an argument:',
    )
  })

  test('in web, arrows go from main to shell to pages to parts', () => {
    const layers = [['main.tsx'], ['shell.tsx'], ['pages/', 'site/']]
    // Parts and what stands beside the layers (the client, the session) are the deepest.
    const rank = (path: string) => {
      const inside = path.replace('apps/web/src/', '')
      const layer = layers.findIndex(names => names.some(name => inside.startsWith(name)))
      return layer === -1 ? layers.length : layer
    }
    const web = sources.filter(({ path }) => path.startsWith('apps/web/src/'))
    none(
      importsWhere(web, ({ path }, source) => path !== null && rank(path) < rank(source.path)),
      'Turn the arrow: pass it down as a prop, or move it into a part:',
    )
  })

  test('parts of web never fetch', () => {
    const asks = ['pages', 'api', 'words']
    const parts = sources.filter(({ path }) => {
      const [, folder] = /^apps\/web\/src\/([^/]+)\/./.exec(path) ?? []
      return folder !== undefined && !asks.includes(folder)
    })
    const client = /^ky$|solid-query$|\/api\/\w|\/(api|session)\.tsx?$/
    none(
      [
        ...importsWhere(parts, ({ specifier, typeOnly }) => client.test(specifier) && !typeOnly),
        ...nodesWhere(parts, callsOut),
        ...nodesWhere(parts, node => calls(node, 'createResource', 'createAsync', 'EventSource')),
      ],
      'Let the page own the data and give it to the part as props:',
    )
  })
})

describe('the tree', () => {
  test('no file lies more than four folders deep', () => {
    none(
      files.filter(path => path.split('/').length > 5),
      'Move the file up:',
    )
  })

  test('files and folders are named in kebab-case', () => {
    const kebab = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$/
    none(
      sources.map(({ path }) => path).filter(path => !path.split('/').every(n => kebab.test(n))),
      'Rename the file or its folder:',
    )
  })

  test('no name says only that things are kept together', () => {
    const vague = /^(utils?|helpers?|lib|libs|common|shared|misc|types?|constants?|managers?|base)$/
    none(
      files.filter(path => path.split(/[/.-]/).some(word => vague.test(word))),
      'Name the file for the one thing it exports:',
    )
  })

  test('the only index.ts of a package is its public face', () => {
    none(
      files.filter(
        path => /\/index\.tsx?$/.test(path) && !/^packages\/[^/]+\/src\/index\.ts$/.test(path),
      ),
      'Name the file for what it does:',
    )
  })

  test('a public face holds nothing of its own', () => {
    const faces = sources.filter(({ path }) => basename(path) === 'index.ts')
    none(
      faces.flatMap(source =>
        source.body
          .filter(node => !isNode(node.source))
          .map(node => at(source, source.lineOf(node))),
      ),
      'Move the code into a file of its own and export it from there:',
    )
  })

  test('no source is longer than 300 lines, no test longer than 500', () => {
    const most = (source: Source) => (source.forTests ? 500 : 300)
    none(
      sources
        .filter(source => source.lines.length > most(source))
        .map(source => `${source.path}  ${source.lines.length} lines, ${most(source)} allowed`),
      'Find the second thing that the file does and give it a file:',
    )
  })

  test('half of the sources have at most 120 lines', () => {
    const lengths = shipped.map(({ lines }) => lines.length).sort((a, b) => a - b)
    expect(lengths[Math.floor(lengths.length / 2)] ?? 0).toBeLessThanOrEqual(120)
  })

  test('a file exports by name, save where a tool asks for a default', () => {
    const named = sources.filter(({ path }) => !path.endsWith('.config.ts'))
    none(
      nodesWhere(
        named,
        node =>
          node.type === 'ExportDefaultDeclaration' ||
          (node.type === 'ExportSpecifier' && nameOf(node.exported) === 'default'),
      ),
      'Export it by its name:',
    )
  })

  test('every version stands once, in the catalogue', () => {
    const wrong = files.filter(path => basename(path) === 'package.json').flatMap(unlisted)
    none(wrong, 'Put the version into pnpm-workspace.yaml and write "catalog:" here:')
  })
})

describe('the text', () => {
  test('a comment has at most three lines, a docstring at most eight', () => {
    none(
      sources.flatMap(source =>
        source.comments
          .filter(({ count, doc }) => count > (doc ? 8 : 3))
          .map(({ line }) => at(source, line)),
      ),
      'Say why in fewer words, or let the code say it:',
    )
  })

  test('no comment leaves work for later', () => {
    none(
      linesWhere(sources, line => /\b(?:T[O]DO|FIX[M]E|X[X]X|H[A]CK)\b/.test(line)),
      'Do it now, or write an issue:',
    )
  })

  test('no type is given up', () => {
    const silenced = /@ts-(?:ignore|nocheck|expect-error)/
    none(
      [
        ...nodesWhere(sources, node => node.type === 'TSAnyKeyword'),
        ...linesWhere(sources, line => silenced.test(line) && !line.includes('silenced =')),
      ],
      'Name the type, or take `unknown` and look before you use it:',
    )
  })

  test('no test is left out or runs alone', () => {
    const set = /^(?:test|it|describe)(?:\.\w+)*\.(?:skip|only|todo|fails)\b/
    none(
      nodesWhere(
        tests,
        (node, source) => node.type === 'CallExpression' && set.test(textOf(source, node)),
      ),
      'Let it run, or take it out:',
    )
  })

  test('no test sleeps', () => {
    none(
      tests.flatMap(source => sleepsOf(source).map(node => at(source, source.lineOf(node)))),
      'Await the row or the signal that the test is about; only a look again, in a loop, may pause:',
    )
  })

  test('nothing names a registry or a path of one machine', () => {
    const foreign =
      /\bregistry\.[a-z]|\b(?:artifactory|verdaccio|nexus)\b|(?<![\w.@/-])\/(?:home|root|Users|work|mnt)\/\w|\btarball: http/i
    const readable = files.filter(path => !/\.(pem|key|png|ico|woff2?|gz)$/.test(path))
    const places = readable.flatMap(path =>
      readFileSync(path, 'utf8')
        .split('\n')
        .flatMap((line, index) => (foreign.test(line) ? [`${path}:${index + 1}  ${line}`] : [])),
    )
    none(
      places.filter(place => !place.startsWith('test/structure.test.ts:')),
      'Take it out: it is true on one machine only:',
    )
  })
})

describe('one door', () => {
  const tables = tablesOf(shipped)

  test('only outbound calls out', () => {
    // The api asks the processes beside it whether they are ready, on loopback.
    const allowed = /^packages\/outbound\/|^apps\/web\/|^apps\/api\/src\/readiness\.ts$/
    const callers = shipped.filter(
      ({ path }) => /^(apps|packages)\//.test(path) && !allowed.test(path),
    )
    none(
      [
        ...importsWhere(
          callers,
          ({ specifier, typeOnly, names }) =>
            !typeOnly &&
            (/^(undici|ky|node:https|node:http2|https?|http2|got|axios)$/.test(specifier) ||
              (specifier === 'node:http' &&
                names.some(name => /^(request|get|Agent|default|\*)$/.test(name)))),
        ),
        ...nodesWhere(callers, callsOut),
      ],
      'Send it with @prikke/outbound, which checks the address:',
    )
  })

  const executions = /^packages\/queue\/src\/executions\//
  const retention = /^apps\/scheduler\/src\/(retention|remove-organizations)\.ts$/
  const writers: { writes: RegExp; by: (path: string) => boolean }[] = [
    {
      writes: /^\w+ (execution_queue|execution_history(_default)?|attempts)$/,
      by: path => executions.test(path),
    },
    {
      writes: /^\w+ (replays|replay_chunks)$/,
      by: path => executions.test(path) || retention.test(path),
    },
    { writes: /^insert alerts$/, by: path => path.startsWith('packages/queue/src/') },
    { writes: /^update alerts$/, by: path => path.startsWith('packages/queue/src/alerts/') },
    { writes: /^insert mails$/, by: path => path === 'packages/queue/src/mails/enqueue.ts' },
    { writes: /^update mails$/, by: path => path.startsWith('packages/queue/src/mails/') },
    {
      writes: /^delete (alerts|mails)$/,
      by: path => retention.test(path) || /^packages\/queue\/src\/\w+\/erase\.ts$/.test(path),
    },
    // Only appended to: what was done is never written anew, save where a person is taken out.
    {
      writes: /^insert audit_events$/,
      by: path =>
        path === 'apps/api/src/change/audit.ts' ||
        // A pause that ends by itself is nobody's request.
        path === 'packages/queue/src/executions/resume.ts',
    },
    { writes: /^update audit_events$/, by: path => path === 'apps/api/src/auth/erase-account.ts' },
    { writes: /^delete audit_events$/, by: path => retention.test(path) },
    {
      writes: /^(insert|update) idempotency_keys$/,
      by: path => path === 'apps/api/src/change/idempotency.ts',
    },
    {
      writes: /^insert execution_requests$/,
      by: path => path === 'packages/queue/src/executions/manual.ts',
    },
    {
      writes: /^update execution_requests$/,
      by: path => path === 'packages/queue/src/executions/reseal.ts',
    },
    {
      writes: /^delete execution_requests$/,
      by: path => retention.test(path) || path === 'packages/queue/src/executions/remove-past.ts',
    },
    { writes: /^\w+ nodes$/, by: path => path === 'packages/queue/src/nodes/keep-node.ts' },
    { writes: /^\w+ usage_counts$/, by: path => path.startsWith('packages/queue/src/usage/') },
    { writes: /^\w+ job_days$/, by: path => path.startsWith('packages/queue/src/days/') },
    {
      writes: /^\w+ jobs$/,
      by: path => executions.test(path) || /^apps\/api\/src\/(routes|jobs)\//.test(path),
    },
    {
      writes: /^update organizations$/,
      by: path =>
        path === 'packages/queue/src/executions/organization-jobs.ts' ||
        path.startsWith('apps/api/src/'),
    },
    { writes: /^define /, by: path => path === 'apps/scheduler/src/partitions.ts' },
    {
      writes: /^delete /,
      by: path => path.startsWith('apps/api/src/') || retention.test(path),
    },
    { writes: /^(insert|update) /, by: path => path.startsWith('apps/api/src/') },
  ]

  test('every table is written by its one writer', () => {
    const apps = shipped.filter(({ path }) => backEnd.test(path))
    const wrong = apps.flatMap(source =>
      writesOf(source, tables)
        .filter(({ what }) => !writers.find(({ writes }) => writes.test(what))?.by(source.path))
        .map(({ line }) => at(source, line)),
    )
    none(wrong, 'Ask the writer of that table; see "One writer" in ARCHITECTURE.md:')
  })

  test('what a route of the api changes it changes within `change`', () => {
    const routes = shipped.filter(({ path }) => path.startsWith('apps/api/src/routes/'))
    const around = /^\w*[pP]ool\s*\.\s*(transaction|db\s*\.\s*(insert|update|delete))$/
    none(
      nodesWhere(
        routes,
        (node, source) => node.type === 'MemberExpression' && around.test(textOf(source, node)),
      ),
      'Write `change(c, async ({ tx, record }) => …)`; docs/decisions/0011 says why:',
    )
  })

  test('only the queue moves the instants and the state of a job', () => {
    const others = shipped.filter(({ path }) => backEnd.test(path) && !executions.test(path))
    const keys = /^(nextRunAt|writtenThrough|lastStatus|lastStatusFor)$/
    const columns =
      /\bset\b(?:(?!\bwhere\b)[^;])*?\b(next_run_at|written_through|last_status|last_status_for) *=/i
    const setsColumn = (node: Node, source: Source) =>
      node.type === 'TemplateLiteral' && columns.test(textOf(source, node))
    none(
      [...nodesWhere(others, node => setsKey(node, keys)), ...nodesWhere(others, setsColumn)],
      'Call startSchedules, stopSchedules or writeDueOccurrences of @prikke/queue:',
    )
  })
})

function importsWhere(
  among: Source[],
  breaks: (each: Source['imports'][number], source: Source) => boolean,
): string[] {
  return among.flatMap(source =>
    source.imports.filter(each => breaks(each, source)).map(each => at(source, each.line)),
  )
}

function callsOut(node: Node): boolean {
  if (calls(node, 'fetch')) return true
  if (node.type !== 'MemberExpression') return false
  return nameOf(node.object) === 'globalThis' && nameOf(node.property) === 'fetch'
}

function unlisted(path: string): string[] {
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as Record<string, Record<string, string>>
  const lists = ['dependencies', 'devDependencies', 'peerDependencies']
  return lists.flatMap(list =>
    Object.entries(manifest[list] ?? {})
      .filter(([, version]) => version !== 'catalog:' && version !== 'workspace:*')
      .map(([name, version]) => `${path}  ${list}: ${name} ${version}`),
  )
}
