import { expect, test } from 'vitest'
import { readAddresses } from './read-addresses.ts'

test.each([
  ['ann@example.com', ['ann@example.com']],
  ['ann@example.com, ben@example.com', ['ann@example.com', 'ben@example.com']],
  ['ann@example.com\nBEN@example.com\n', ['ann@example.com', 'ben@example.com']],
  ['"Ann Berg" <ann@example.com>; ben@example.com', ['ann@example.com', 'ben@example.com']],
  ['ann@example.com ANN@example.com', ['ann@example.com']],
  ['nobody', []],
  ['', []],
])('of %j the addresses are read', (text, addresses) => {
  expect(readAddresses(text)).toEqual(addresses)
})
