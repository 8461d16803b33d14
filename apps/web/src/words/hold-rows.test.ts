import { describe, expect, test } from 'vitest'
import { holdRows } from './hold-rows.ts'

const rows = (ids: string, state = 'old') => [...ids].map(id => ({ id, state }))
const idsOf = (held: { rows: readonly { id: string }[] }) => held.rows.map(({ id }) => id).join('')

describe('rows that are shown keep their places', () => {
  test.each([
    ['nothing new', 'cba', 'cba', 'cba', 0],
    ['new ones on top wait', 'cba', 'edcba', 'cba', 2],
    ['new ones between wait', 'cba', 'cxba', 'cba', 1],
    ['more at the end are added', 'cba', 'cba98', 'cba98', 0],
    ['new on top, more at the end', 'cba', 'dcba9', 'cba9', 1],
    ['pushed out of the page they stay', 'cba', 'edc', 'cba', 2],
    ['all pushed out they stay', 'cba', 'xyz', 'cba', 3],
    ['one that is gone goes', 'cba', 'ca', 'ca', 0],
    ['the last that is gone goes, with more behind', 'cba', 'cb9', 'cb9', 0],
    ['the last that is gone goes, with none behind', 'cba', 'cb', 'cb', 0],
    ['all gone', 'cba', '', '', 0],
  ])('%s', (_, shown, fetched, expected, waiting) => {
    const held = holdRows(rows(shown), rows(fetched))
    expect({ ids: idsOf(held), waiting: held.waiting }).toEqual({ ids: expected, waiting })
  })

  test('and take their new state', () => {
    const held = holdRows(rows('cb'), rows('dcb', 'new'))
    expect(held.rows).toEqual(rows('cb', 'new'))
  })

  test('of 200 new ones none is shown', () => {
    const shown = rows('abcdefghij')
    const fetched = Array.from({ length: 200 }, (_, index) => ({ id: `n${index}`, state: 'new' }))
    const held = holdRows(shown, fetched)
    expect(held.rows).toEqual(shown)
    expect(held.waiting).toBe(200)
  })
})
