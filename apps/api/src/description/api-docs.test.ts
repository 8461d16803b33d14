import { readFileSync } from 'node:fs'
import { refusals } from '@prikke/contract'
import { expect, test } from 'vitest'

const page = readFileSync(new URL('../../../../docs/api.md', import.meta.url), 'utf8')

test('docs/api.md has every code with its status and what it means', () => {
  const rows = page.split('\n').filter(line => /^\| `\w+` +\| \d/.test(line))
  const cells = rows.map(row =>
    row.split(' | ').map(cell => cell.replaceAll(/^\| | +\|$/g, '').trim()),
  )
  const wanted = Object.entries(refusals).map(([code, { status, meaning }]) => [
    `\`${code}\``,
    String(status),
    meaning,
  ])
  expect(cells).toEqual(wanted)
})
