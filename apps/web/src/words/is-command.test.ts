import { expect, test } from 'vitest'
import { isCommand } from './is-command.ts'

test.each([
  ['curl https://a.example', true],
  ['  $ curl -X POST https://a.example', true],
  ['curl.exe "https://a.example"', true],
  ['/usr/bin/wget -qO- https://a.example', true],
  ['0 3 * * * root curl https://a.example', true],
  ['curl ^"https://a.example^"', true],
  ['https://a.example/curl', false],
  ['https://curl.example/a b', false],
  ['https://a.example/docs/curl?x=1', false],
  ['', false],
])('%j: %s', (text, expected) => {
  expect(isCommand(text)).toBe(expected)
})
