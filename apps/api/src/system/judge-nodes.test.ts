import type { SystemNode } from '@prikke/contract'
import { expect, test } from 'vitest'
import { judgeNodes } from './judge-nodes.ts'

const node = (app: SystemNode['app'], more: Partial<SystemNode> = {}) =>
  ({
    ...{ app, host: `${app}-1`, version: '0.1.0', tzdata: '2026a' },
    ...{ isGone: false, isReady: true, reason: null, clockSkewMs: 0.4 },
    ...more,
  }) as SystemNode

const all = (...more: SystemNode[]) => [
  node('api'),
  node('scheduler'),
  node('executor'),
  node('notifier'),
  ...more,
]
const found = (nodes: SystemNode[], name: string) =>
  judgeNodes(nodes).find(check => check.name === name)

test('of processes that are all there and agree nothing is said but that', () => {
  expect(judgeNodes(all()).map(({ level }) => level)).toEqual(Array(7).fill('ok'))
})

test.each([
  [
    'without a scheduler nothing becomes due',
    all().filter(each => each.app !== 'scheduler'),
    'scheduler',
    'bad',
    'nothing becomes due',
  ],
  [
    'one that is gone beside one that works is worth a look',
    all(node('executor', { isGone: true })),
    'executor',
    'warn',
    '1 left without a word',
  ],
  [
    'one alone that is gone is missing',
    [...all().slice(0, 3), node('notifier', { isGone: true })],
    'notifier',
    'bad',
    'no alert and no mail',
  ],
  [
    'one of two that is not ready is named with its reason',
    all(node('api', { host: 'b', isReady: false, reason: 'draining' })),
    'api',
    'warn',
    '1 of 2 ready; b: draining.',
  ],
  [
    'two versions are told',
    all(node('api', { version: '0.2.0' })),
    'versions',
    'warn',
    '0.1.0, 0.2.0',
  ],
  [
    'two tables of time zones are told',
    all(node('scheduler', { tzdata: '2025b' })),
    'tzdata',
    'warn',
    '2025b, 2026a',
  ],
  [
    'a version of one that is gone does not matter',
    all(node('api', { isGone: true, version: '0.0.9' })),
    'versions',
    'ok',
    '0.1.0 everywhere',
  ],
  [
    'a clock that is two seconds ahead is worth a look',
    all(node('api', { host: 'b', clockSkewMs: 2_000 })),
    'clocks',
    'warn',
    'The clock of b is 2 s ahead of',
  ],
  [
    'one that is a minute behind is wrong',
    all(node('api', { host: 'b', clockSkewMs: -60_000 })),
    'clocks',
    'bad',
    'b is 60 s behind',
  ],
] as const)('%s', (_, nodes, name, level, words) => {
  const check = found([...nodes], name)
  expect(check?.level).toBe(level)
  expect(check?.says).toContain(words)
})
