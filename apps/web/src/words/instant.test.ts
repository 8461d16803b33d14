import { describe, expect, test } from 'vitest'
import {
  formatInstant,
  formatMinute,
  formatWallTime,
  instantOfWallTime,
  wallTimeOf,
} from './instant.ts'

describe('an instant is written with the day first and the zone behind', () => {
  test.each([
    ['2026-11-21T13:05:09.000Z', 'Europe/Oslo', '21 Nov 2026, 14:05:09 CET'],
    ['2026-09-01T00:00:00.999Z', 'UTC', '1 Sep 2026, 00:00:00 UTC'],
    ['2026-11-21T13:05:09.000Z', 'America/New_York', '21 Nov 2026, 08:05:09 EST'],
    ['2026-11-21T13:05:09.000Z', 'Asia/Kolkata', '21 Nov 2026, 18:35:09 GMT+5:30'],
  ])('%s in %s is %s', (instant, zone, words) => {
    expect(formatInstant(instant, zone)).toBe(words)
  })
})

test.each([
  ['2026-11-21T13:05:09.000Z', 'Europe/Oslo', '21 Nov 2026, 14:05 CET'],
  ['2026-11-21T13:05:09.000Z', 'Asia/Kolkata', '21 Nov 2026, 18:35 GMT+5:30'],
])('to the minute, %s in %s is %s', (instant, zone, words) => {
  expect(formatMinute(instant, zone)).toBe(words)
})

describe('a wall time is written with its weekday', () => {
  test.each([
    ['2027-03-28T03:00:00', 'Sun 28 Mar 2027, 03:00'],
    ['2026-11-21T14:05:09', 'Sat 21 Nov 2026, 14:05:09'],
    ['2026-11-21T14:05:00.000', 'Sat 21 Nov 2026, 14:05'],
  ])('%s is %s', (local, words) => {
    expect(formatWallTime(local)).toBe(words)
  })
})

describe('a wall time names one instant', () => {
  test.each([
    ['an ordinary one', '2026-11-21T14:05', 'Europe/Oslo', '2026-11-21T13:05:00.000Z'],
    ['one that is skipped', '2027-03-28T02:30', 'Europe/Oslo', '2027-03-28T01:30:00.000Z'],
    ['one that happens twice', '2026-10-25T02:30', 'Europe/Oslo', '2026-10-25T00:30:00.000Z'],
    ['one with seconds', '2026-11-21T14:05:09', 'UTC', '2026-11-21T14:05:09.000Z'],
    ['no time', '', 'UTC', null],
    ['no zone', '2026-11-21T14:05', 'Europe/Atlantis', null],
  ])('%s', (_, local, zone, instant) => {
    expect(instantOfWallTime(local, zone)).toBe(instant)
  })

  test.each(['Europe/Oslo', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'UTC'])(
    'that is the instant it came from, but for the second pass of a repeated time in %s',
    zone => {
      const start = Date.UTC(2026, 0, 1)
      const instants = Array.from({ length: 1_250 }, (_, step) => start + step * 7 * 3_600_000)
      const strays = instants.filter(at => {
        const wall = wallTimeOf(new Date(at), zone)
        const back = instantOfWallTime(wall, zone) ?? ''
        const early = at - Date.parse(back)
        return wallTimeOf(back, zone) !== wall || ![0, 1_800_000, 3_600_000].includes(early)
      })
      expect(strays).toEqual([])
    },
  )
})

test.each([
  ['2026-11-21T13:05:09.000Z', '21 Nov 2026, 2:05:09 pm CET', '21 Nov 2026, 2:05 pm CET'],
  ['2026-11-20T23:00:00.000Z', '21 Nov 2026, 12:00:00 am CET', '21 Nov 2026, 12:00 am CET'],
  ['2026-11-21T11:30:00.000Z', '21 Nov 2026, 12:30:00 pm CET', '21 Nov 2026, 12:30 pm CET'],
])('%s on a clock of twelve hours is %s', (instant, whole, minute) => {
  expect(formatInstant(instant, 'Europe/Oslo', 12)).toBe(whole)
  expect(formatMinute(instant, 'Europe/Oslo', 12)).toBe(minute)
})
