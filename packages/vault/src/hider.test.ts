import { describe, expect, test } from 'vitest'
import { hiderOf } from './hider.ts'

const secret = 'Bearer s3cr3t/"tok+en'
const hider = hiderOf([secret, 'another secret', 'a=1; session=0123456789abcdef; b=2'])

describe('what comes back', () => {
  test.each([
    [`you sent ${secret}`, 'you sent [secret]'],
    ['token s3cr3t/"tok+en, again s3cr3t/"tok+en', 'token [secret], again [secret]'],
    [JSON.stringify({ authorization: secret }), '{"authorization":"[secret]"}'],
    [`?q=${encodeURIComponent('s3cr3t/"tok+en')}&r=1`, '?q=[secret]&r=1'],
    ['another secret', '[secret]'],
    ['a=1, or session 0123456789abcdef', 'a=1, or session [secret]'],
    ['nothing of the kind', 'nothing of the kind'],
  ])('%j is shown as %j', (text, shown) => {
    expect(hider?.text(text)).toBe(shown)
    expect(hider?.bytes(Buffer.from(text), false).toString()).toBe(shown)
  })

  test('stays the same bytes where there is none, text or not', () => {
    const bytes = Buffer.from([0, 255, 128, 10, 195, 40])
    expect(hider?.bytes(bytes, true)).toBe(bytes)
    const around = Buffer.concat([bytes, Buffer.from('another secret'), bytes])
    const hidden = Buffer.concat([bytes, Buffer.from('[secret]'), bytes])
    expect(hider?.bytes(around, false)).toEqual(hidden)
  })

  test('that is cut in the middle of a secret shows no half of it', () => {
    const cut = Buffer.from('you sent another sec')
    expect(hider?.bytes(cut, true).toString()).toBe('you sent [secret]')
    expect(hider?.bytes(cut, false)).toBe(cut)
  })
})

test('secrets beyond ASCII are found in bytes too', () => {
  const nordic = hiderOf(['blåbærsyltetøy'])
  const shown = nordic?.bytes(Buffer.from('så: blåbærsyltetøy ☃'), false)
  expect(shown?.toString()).toBe('så: [secret] ☃')
})

test.each([[[]], [['']], [['short']]])('for %j there is nothing to hide', secrets => {
  expect(hiderOf(secrets)).toBeNull()
})
