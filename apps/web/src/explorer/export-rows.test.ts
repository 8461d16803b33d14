import type { ExecutionSummary } from '@prikke/contract'
import { expect, test } from 'vitest'
import { exportRows } from './export-rows.ts'

const one = (id: string, errorMessage: string | null = null) =>
  ({ id, jobName: '=cmd()', statusCode: 200, errorMessage }) as ExecutionSummary
const pages = [
  { data: [one('a'), one('b', 'two\nlines')], nextCursor: 'more' },
  { data: [one('c')], nextCursor: null },
]

function open(format: 'csv' | 'ndjson') {
  const stop = new AbortController()
  const asked: (string | undefined)[] = []
  const counts: number[] = []
  const run = (onPage = () => {}) =>
    exportRows({
      format,
      signal: stop.signal,
      fetchPage: async cursor => {
        asked.push(cursor)
        onPage()
        return pages[asked.length - 1] ?? { data: [], nextCursor: null }
      },
      onProgress: count => counts.push(count),
    })
  return { stop, asked, counts, run }
}

test('every page becomes lines of the file, in order, under one head', async () => {
  const { asked, counts, run } = open('csv')
  const lines = (await run()).join('').split('\r\n')
  expect(lines).toHaveLength(5)
  expect(lines[0]).toMatch(/^id,jobId,jobName,status,/)
  expect(lines[1]).toMatch(/^a,,'=cmd\(\),/)
  expect(lines[2]).toContain('"two\nlines"')
  expect([asked, counts]).toEqual([
    [undefined, 'more'],
    [2, 3],
  ])
})

test('as JSON each execution is a line of its own', async () => {
  const lines = (await open('ndjson').run()).join('').trim().split('\n')
  expect(lines.map(line => JSON.parse(line).id)).toEqual(['a', 'b', 'c'])
})

test('stopped, it keeps what it has', async () => {
  const { stop, asked, run } = open('ndjson')
  const parts = await run(() => stop.abort())
  expect(asked).toEqual([undefined])
  expect(parts.join('').trim().split('\n')).toHaveLength(2)
})
