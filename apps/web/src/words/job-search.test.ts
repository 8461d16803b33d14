import { expect, test } from 'vitest'
import { askedOf, jobFilterOf, jobOrderOf } from './job-search.ts'

test('an address says which jobs and in what order', () => {
  const search = {
    q: ' report ',
    status: 'timeout',
    method: 'POST',
    scheduleType: 'once',
    enabled: 'false',
    failing: 'true',
    tag: ['billing', 'eu'],
    sort: 'nextRunAt',
  }
  const filter = jobFilterOf(search)
  expect(filter).toEqual({
    q: 'report',
    status: 'timeout',
    method: 'POST',
    scheduleType: 'once',
    enabled: false,
    failing: true,
    tag: ['billing', 'eu'],
  })
  expect(askedOf(filter)).toBe(7)
  expect(jobOrderOf(search)).toBe('nextRunAt')
})

test('what means nothing in an address is passed over, so that an old link still opens', () => {
  const search = { q: ' ', status: 'missed', method: 'get', enabled: 'yes', tag: '', sort: 'url' }
  expect(jobFilterOf(search)).toEqual({})
  expect(jobOrderOf(search)).toBe('-createdAt')
  expect(jobFilterOf({ tag: 'one' })).toEqual({ tag: ['one'] })
})
