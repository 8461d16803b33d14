import { expect, test } from 'vitest'
import { logLine } from './log-line.ts'

const plain = (raw: object | string) =>
  logLine('api', typeof raw === 'string' ? raw : JSON.stringify(raw), { colour: false }).slice(13)

const time = '2026-11-21T14:05:00.123Z'

test('a line shows its time, its app, its message and its fields', () => {
  const entry = { level: 30, time, pid: 1, app: 'api', msg: 'request', status: 200, path: '/a b' }
  expect(logLine('api', JSON.stringify(entry), { colour: false })).toMatch(/^\d\d:\d\d:00\.123 /)
  expect(plain(entry)).toBe('api       request status=200 path="/a b"')
})

test.each([
  ['a warning is named', { level: 40, msg: 'late' }, 'api       warning: late'],
  ['an error is named', { level: 50, msg: 'lost' }, 'api       error: lost'],
  [
    'a thrown error is one line',
    {
      level: 50,
      msg: 'lost',
      err: { message: 'no\nroute', stack: 'Error: no\n  at f (a.ts:1)\n  at g' },
    },
    'api       error: lost err="no\\nroute (at f (a.ts:1))"',
  ],
  ['an object is JSON', { level: 30, msg: 'x', at: { a: [1] } }, 'api       x at={"a":[1]}'],
  ['what is not JSON is shown as it came', 'Warning: old', 'api       Warning: old'],
  ['nor half of it', '{"level":30', 'api       {"level":30'],
  ['nothing steers the terminal', { level: 30, msg: 'a\u001b[2Jb\nc' }, 'api       a [2Jb c'],
])('%s', (_, raw, shown) => {
  expect(plain(raw)).toBe(shown)
})

test('a long value is cut', () => {
  expect(plain({ level: 30, msg: 'x', body: 'y'.repeat(400) })).toBe(
    `api       x body=${'y'.repeat(300)}…`,
  )
})
