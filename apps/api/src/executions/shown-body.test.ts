import { expect, test } from 'vitest'
import { shownBody } from './shown-body.ts'

test('text is text, cut between characters; bytes are base64', () => {
  const cut = (text: string, bytes: number) => Buffer.from(text).subarray(0, bytes)
  expect(shownBody(null, false)).toEqual({ responseBody: null, responseEncoding: null })
  expect(shownBody(Buffer.alloc(0), false).responseBody).toBe('')
  expect(shownBody(Buffer.from('a\u0000b'), false).responseBody).toBe('a\u0000b')
  for (const [whole, bytes, text] of [
    ['aé', 2, 'a'],
    ['aé', 3, 'aé'],
    ['a€', 3, 'a'],
    ['a😀', 4, 'a'],
    ['a😀', 5, 'a😀'],
    ['abc', 3, 'abc'],
  ] as const) {
    const shown = shownBody(cut(whole, bytes), true)
    expect(shown).toEqual({ responseBody: text, responseEncoding: 'utf8' })
  }
  const binary = Buffer.from([0xff, 0xfe, 0x00])
  expect(shownBody(binary, false)).toEqual({ responseBody: '//4A', responseEncoding: 'base64' })
  expect(shownBody(cut('aé', 2), false).responseEncoding).toBe('base64')
})
