import { describe, expect, test } from 'vitest'
import { parseAllowList } from './allow-list.ts'

describe('an allow list', () => {
  test.each([
    ['', []],
    [' , ', []],
    ['127.0.0.0/8,::1/128', ['127.0.0.0/8', '::1/128']],
    ['10.0.0.0/8, 192.168.1.5\nfd00::/8', ['10.0.0.0/8', '192.168.1.5', 'fd00::/8']],
    ['169.254.0.0/16', ['169.254.0.0/16']],
  ])('%j is read', (text, allow) => {
    expect(parseAllowList(text)).toEqual({ ok: true, allow })
  })

  test.each([
    '0.0.0.0/0',
    '::/0',
    '127.0.0.0/8,0.0.0.0/0',
    '10.0.0.0/33',
    '::1/129',
    '10.0.0.0/',
    '10.0.0.0/08',
    '10.0.0.0/8/8',
    '10.0.0.0/-1',
    '10/8',
    '0x0a.0.0.0/8',
    'localhost',
    '*',
    '::ffff:10.0.0.0/104',
    'fe80::%eth0/10',
  ])('%j is refused in words that name the entry', text => {
    const parsed = parseAllowList(text)
    expect(parsed.ok).toBe(false)
    expect(!parsed.ok && parsed.message).toContain(JSON.stringify(text.split(',').at(-1)))
  })
})
