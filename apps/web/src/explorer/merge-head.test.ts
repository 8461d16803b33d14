import { expect, test } from 'vitest'
import { mergeHead } from './merge-head.ts'

const of = (ids: string) => [...ids].map(id => ({ id }))
const fresh = (shown: string, head: string) =>
  mergeHead(of(shown), of(head))
    .fresh.map(({ id }) => id)
    .join('')

test('what is new stands on top or between; what follows the last known one is not new', () => {
  expect(fresh('cba', 'dcb')).toBe('d')
  expect(fresh('cba', 'cba')).toBe('')
  expect(fresh('eca', 'edc')).toBe('d')
  expect(fresh('cb', 'cba')).toBe('')
  expect(fresh('ba', 'dc')).toBe('dc')
})

test('an empty list takes all', () => {
  expect(mergeHead([], of('ab')).isAll).toBe(true)
  expect(mergeHead(of('a'), of('ab')).isAll).toBe(false)
})
