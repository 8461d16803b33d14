import { expect, test } from 'vitest'
import { createCrowd, type Party } from './crowd.ts'

const party = (owner: string, place = owner): Party => ({ owner, place })

/** A crowd of 100 slots that these parties hold, all of them slow. */
function heldBy(...held: [count: number, party: Party][]) {
  const crowd = createCrowd(100)
  const all = held.flatMap(([count, each]) => Array.from({ length: count }, () => each))
  for (const each of all) crowd.enter(each)
  crowd.note(all)
  return crowd
}

test('every slot is for whoever comes', () => {
  expect(heldBy([99, party('a')]).admits(party('a'), 99)).toBe(true)
  expect(heldBy([100, party('a')]).admits(party('a'), 100)).toBe(false)
})

test('beyond the slots small owners may start and places that are not slow, nobody beyond the reserve', () => {
  const crowd = heldBy([100, party('a', 'slow')])
  expect(crowd.admits(party('b', 'slow'), 100)).toBe(true)
  expect(crowd.admits(party('a', 'quick'), 100)).toBe(true)
  expect(crowd.admits(party('a', 'quick'), 113)).toBe(false)
  expect(crowd.admits(party('b', 'slow'), 124)).toBe(true)
  expect(crowd.admits(party('b', 'quick'), 125)).toBe(false)
})

test('with five slots an owner is no longer small, until one comes free', () => {
  const crowd = heldBy([95, party('a')], [5, party('b')])
  expect(crowd.isSmallOwner(party('b'))).toBe(false)
  crowd.leave(party('b'))
  expect(crowd.isSmallOwner(party('b'))).toBe(true)
})

test('a place is slow while five slots or more are slow there', () => {
  const crowd = heldBy([5, party('a', 'slow')], [4, party('a', 'odd')])
  expect(crowd.isSlowPlace(party('b', 'slow'))).toBe(true)
  expect(crowd.isSlowPlace(party('b', 'odd'))).toBe(false)
  crowd.note([])
  expect(crowd.isSlowPlace(party('b', 'slow'))).toBe(false)
})

test('a worker with a few slots keeps no reserve', () => {
  const crowd = createCrowd(1)
  crowd.enter(party('a'))
  expect(crowd.admits(party('b'), 1)).toBe(false)
})
