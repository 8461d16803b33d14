import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { checkExactlyOnce } from './check-exactly-once.ts'

const run = promisify(execFile)

describe('bench', () => {
  test('Prikke and its peers each deliver every job of a backlog exactly once', async () => {
    const main = new URL('main.ts', import.meta.url).pathname
    const { stdout } = await run('node', [main, '--quick', 'drain'])
    const rows = stdout.split('\n').filter(line => /^\| \w/.test(line))
    const cells = rows.map(row => row.split('|').map(cell => cell.trim()))
    expect(cells.map(([, name, ...figures]) => [name, figures.at(-2)])).toEqual([
      ['Prikke', '500'],
      ['Prikke, 1 organization', '500'],
      ['graphile-worker', '500'],
      ['pg-boss', '500'],
    ])
  })

  test('an api process reads for keys and sessions alike, and knows who asks', async () => {
    const main = new URL('main.ts', import.meta.url).pathname
    const { stdout } = await run('node', [main, '--quick', 'reads'])
    const rows = stdout.split('\n').filter(line => /^\| [a-z\d]/.test(line))
    const cells = rows.map(row => row.split('|').map(cell => cell.trim()))
    expect(cells.map(([, name]) => name)).toEqual([
      'a job, by key',
      '25 jobs, by key',
      'a job, by session',
      '25 jobs, by session',
      'who this is, by key',
      'nothing, by nobody',
    ])
    // Each read was answered as it should be, or the bench had ended.
    for (const [, name, perSecond] of cells) {
      expect([name, Number(perSecond?.replaceAll(',', '')) > 0]).toEqual([name, true])
    }
  })

  test('a delivery that never came ends the bench', () => {
    expect(() => checkExactlyOnce('A queue', ['a', 'b'], { ids: ['a'] })).toThrow('1 never came')
  })

  test('a delivery that came again ends the bench', () => {
    const came = { ids: ['a', 'b', 'a'] }
    expect(() => checkExactlyOnce('A queue', ['a', 'b'], came)).toThrow('1 came again')
  })

  test('a delivery that nobody asked for ends the bench', () => {
    const came = { ids: ['a', 'x'] }
    expect(() => checkExactlyOnce('A queue', ['a'], came)).toThrow('1 nobody asked for')
  })
})
