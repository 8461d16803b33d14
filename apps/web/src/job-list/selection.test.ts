import { createRoot, createSignal } from 'solid-js'
import { expect, test } from 'vitest'
import { createSelection } from './selection.ts'

function open(ids = ['a', 'b', 'c', 'd']) {
  return createRoot(() => {
    const [shown, setShown] = createSignal(ids)
    const [filter, setFilter] = createSignal('')
    return { selection: createSelection(shown, filter), setShown, setFilter }
  })
}

test('rows are selected one by one, as a span, all and none', () => {
  const { selection } = open()
  selection.toggle('c')
  selection.toggle('a')
  expect(selection.ids()).toEqual(['a', 'c'])
  selection.toggle('c')
  expect(selection.ids()).toEqual(['a'])
  selection.span('d', 'b')
  expect(selection.ids()).toEqual(['a', 'b', 'c', 'd'])
  selection.toggleShown()
  expect(selection.count()).toBe(0)
  selection.toggleShown()
  expect(selection.count()).toBe(4)
})

test('a span begins where somebody selected last, not at the first that is selected', () => {
  const { selection } = open()
  selection.toggle('a')
  selection.toggle('c')
  selection.spanTo('d')
  expect(selection.ids()).toEqual(['a', 'c', 'd'])
})

test('everything that matches is more than what is shown, until a row is taken out', () => {
  const { selection } = open()
  selection.toggleShown()
  selection.selectMatching(340)
  expect([selection.count(), selection.matching(), selection.has('a')]).toEqual([340, 340, true])
  selection.toggle('b')
  expect([selection.count(), selection.matching()]).toEqual([3, null])
  expect(selection.ids()).toEqual(['a', 'c', 'd'])
})

test('a row that is gone is selected no more', () => {
  const { selection, setShown } = open()
  selection.toggleShown()
  setShown(['a', 'b'])
  expect(selection.ids()).toEqual(['a', 'b'])
})
