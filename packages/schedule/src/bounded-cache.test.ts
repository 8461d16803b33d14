import { expect, test } from 'vitest'
import { BoundedCache } from './bounded-cache.ts'

test('a bounded cache makes each value once and forgets the oldest when full', () => {
  const made: string[] = []
  const make = (key: string) => {
    made.push(key)
    return key.toUpperCase()
  }
  const cache = new BoundedCache<string, string>(2)
  const read = ['a', 'b', 'a', 'c', 'b', 'a'].map(key => cache.getOrMake(key, make))
  expect(read).toEqual(['A', 'B', 'A', 'C', 'B', 'A'])
  expect(made).toEqual(['a', 'b', 'c', 'a'])
  expect(cache.size).toBe(2)
})
