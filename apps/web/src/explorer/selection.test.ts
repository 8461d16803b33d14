import type { ExecutionSummary } from '@prikke/contract'
import { createRoot } from 'solid-js'
import { expect, test } from 'vitest'
import { createRowList } from './row-list.ts'
import { createSelection } from './selection.ts'

const open = () =>
  createRoot(() => {
    const list = createRowList()
    list.reset([...'edcba'].map(id => ({ id }) as ExecutionSummary))
    return createSelection(list.rows)
  })
const chosen = (selection: ReturnType<typeof open>) => [...selection.chosen()].sort().join('')

test('rows one by one, from one to another, all, and none', () => {
  const selection = open()
  selection.select('d', true)
  selection.select('b', true, true)
  expect(chosen(selection)).toBe('bcd')
  selection.toggle('c')
  expect(chosen(selection)).toBe('bd')
  selection.select('e', false, true)
  expect(chosen(selection)).toBe('b')
  selection.selectRange('a', 'c')
  expect(chosen(selection)).toBe('abc')
  selection.selectAll(true)
  expect(chosen(selection)).toBe('abcde')
  selection.selectAll(false)
  expect(chosen(selection)).toBe('')
  selection.select('gone', true, true)
  expect(chosen(selection)).toBe('gone')
})
