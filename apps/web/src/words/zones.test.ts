import { describe, expect, test } from 'vitest'
import { cityOf, matchZones, nextClockChange, offsetName, zones } from './zones.ts'

const november = Date.parse('2026-11-21T14:05:09.321Z')

describe('zones are found', () => {
  test.each([
    ['oslo', 'Europe/Oslo'],
    ['new york', 'America/New_York'],
    ['NEW_YORK', 'America/New_York'],
    ['europe/oslo', 'Europe/Oslo'],
    ['york', 'America/New_York'],
  ])('by "%s": %s', (query, zone) => {
    expect(matchZones(query, [], 10)[0]).toBe(zone)
  })

  test('likely ones first, and each once', () => {
    const found = matchZones('', ['Asia/Tokyo', 'UTC'], 1_000)
    expect(found.slice(0, 2)).toEqual(['Asia/Tokyo', 'UTC'])
    expect(found.toSorted()).toEqual(zones.toSorted())
  })

  test('not when a word occurs in none', () => {
    expect(matchZones('atlantis', ['UTC'], 10)).toEqual([])
  })
})

test('a city is read without its underscores', () => {
  expect(cityOf('America/Argentina/Buenos_Aires')).toBe('Buenos Aires')
})

test.each([
  ['UTC', 'UTC'],
  ['Europe/Oslo', 'UTC+01:00'],
  ['Asia/Kolkata', 'UTC+05:30'],
  ['America/St_Johns', 'UTC−03:30'],
])('the offset of %s in winter is %s', (zone, name) => {
  expect(offsetName(zone, november)).toBe(name)
})

test.each([
  ['Europe/Oslo', '2027-03-28T01:00:00.000Z'],
  ['Australia/Lord_Howe', '2027-04-03T15:00:00.000Z'],
  ['Asia/Tokyo', null],
  ['UTC', null],
])('the clock of %s changes next at %s', (zone, at) => {
  const change = nextClockChange(zone, november)
  expect(change === null ? null : new Date(change).toISOString()).toBe(at)
})
