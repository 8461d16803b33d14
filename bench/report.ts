import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { type Server, settings } from './server.ts'
import type { Sizes } from './sizes.ts'
import type { Case, Table } from './stage.ts'

const file = new URL('results.md', import.meta.url)

export const fixed = (value: number, digits = 0) =>
  value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })

/** A table in Markdown, its columns aligned: the first to the left, figures to the right. */
function tableText({ columns, rows }: Table): string {
  const widths = columns.map((name, n) =>
    Math.max(3, ...[name, ...rows.map(row => row[n] ?? '')].map(text => text.length)),
  )
  const line = (cells: string[]) =>
    `| ${cells.map((cell, n) => (n === 0 ? cell.padEnd(widths[n] ?? 0) : cell.padStart(widths[n] ?? 0))).join(' | ')} |`
  const rule = widths.map((width, n) => (n === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`))
  return [line(columns), line(rule), ...rows.map(line)].join('\n')
}

/** What one case found, under its title. */
export const sectionText = ({ title, about }: Case, sizes: Sizes, table: Table) =>
  `## ${title}\n\n${about(sizes)}\n\n${tableText(table)}\n`

/** Writes the sections of the cases that ran; those of others stay as they are. */
export function writeResults(cases: Case[], sections: Map<string, string>, server: Server): void {
  const before = existsSync(file) ? readFileSync(file, 'utf8').split(/^(?=## )/m) : []
  const kept = cases.flatMap(
    each => sections.get(each.name) ?? before.filter(text => text.startsWith(`## ${each.title}\n`)),
  )
  const text = [headerText(server), ...kept.map(section => section.trimEnd())].join('\n\n')
  writeFileSync(file, `${text}\n`)
}

function headerText({ version }: Server): string {
  const set = Object.entries(settings).map(([name, value]) => `${name} ${value}`)
  return `# Results

Written by \`npx pnpm@12 bench\`; what is measured and why stands in [docs/performance.md](../docs/performance.md). Workers, PostgreSQL and the receiver of every post share this machine.

- ${availableParallelism()} cores, Node ${process.versions.node}, PostgreSQL ${version}
- PostgreSQL: ${set.join(', ')}; fsync, full_page_writes and synchronous_commit on`
}
