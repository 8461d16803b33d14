import type { ExecutionSummary } from '@prikke/contract'
import { expect, test } from 'vitest'
import { createRowList } from './row-list.ts'

const of = (ids: string, more: Partial<ExecutionSummary> = {}) =>
  [...ids].map(id => ({ id, status: 'success', finishedAt: 'then', ...more }) as ExecutionSummary)
const shown = ({ rows }: ReturnType<typeof createRowList>) =>
  rows()
    .map(({ id }) => id)
    .join('')

test('rows keep their place while their state changes; new ones wait until they are asked for', () => {
  const list = createRowList()
  list.reset(of('c', { status: 'running', finishedAt: null }))
  list.append(of('ba'))
  const before = list.rows()
  list.meet([...of('ed'), ...of('cb')])
  expect(list.rows()).toBe(before)
  expect(list.rows()[0]?.execution().status).toBe('success')
  expect(list.waitingCount()).toBe(2)
  list.release()
  expect([shown(list), list.waitingCount()]).toEqual(['edcba', 0])
  list.append(of('a0'))
  expect(shown(list)).toBe('edcba0')
})

test('what may still change and was not fetched is known', () => {
  const list = createRowList()
  list.reset(of('cb', { status: 'pending', finishedAt: null }))
  list.append(of('a'))
  expect(list.openBeyond(of('c'))).toEqual(['b'])
  list.patch(of('b'))
  expect(list.openBeyond(of('c'))).toEqual([])
  list.reset([])
  list.meet(of('d'))
  expect(shown(list)).toBe('d')
})
