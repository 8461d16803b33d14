import { describe, expect, test } from 'vitest'
import { localTime } from './local-time.ts'
import { parseTimezone } from './parse-timezone.ts'
import { timezoneAliases } from './timezone-aliases.ts'
import { tzdataVersion } from './zone.ts'

function canonical(name: string): string {
  const parsed = parseTimezone(name)
  return parsed.ok ? parsed.timezone : parsed.problem.code
}

describe('parseTimezone', () => {
  test.each([
    ['Europe/Oslo', 'Europe/Oslo'],
    ['UTC', 'UTC'],
    ['Etc/UTC', 'UTC'],
    ['GMT', 'UTC'],
    ['Asia/Calcutta', 'Asia/Kolkata'],
    ['Asia/Kolkata', 'Asia/Kolkata'],
    ['Europe/Kiev', 'Europe/Kyiv'],
    ['Europe/Kyiv', 'Europe/Kyiv'],
    ['America/Buenos_Aires', 'America/Argentina/Buenos_Aires'],
    ['US/Eastern', 'America/New_York'],
    ['Australia/Lord_Howe', 'Australia/Lord_Howe'],
  ])('takes %s as %s', (name, expected) => {
    expect(canonical(name)).toBe(expected)
  })

  test.each([
    '',
    ' ',
    'GMT+2',
    'GMT+0',
    '+02:00',
    '-05',
    'Nope/Zone',
    '../../etc/passwd',
    'CET',
    'EST',
    'EST5EDT',
    'Etc/GMT+5',
    'Europe/oslo',
    'europe/oslo',
    'utc',
    'Europe/Oslo ',
    'Europe/Oslo\n',
    'constructor',
    '__proto__',
    'x'.repeat(10_000),
  ])('refuses %j', name => {
    expect(canonical(name)).toBe('timezone_invalid')
  })

  test('stores names that stay as they are and that have a clock', () => {
    for (const name of [...Intl.supportedValuesOf('timeZone'), ...Object.keys(timezoneAliases)]) {
      const stored = canonical(name)
      expect(canonical(stored), name).toBe(stored)
      expect(localTime(0, stored).local, name).toMatch(/^19(69-12-31|70-01-01)T/)
    }
  })

  test('no alias moves a zone to another clock', () => {
    const instants = [0, 6, 12, 18].flatMap(month =>
      [1995, 2010, 2027].map(year => Date.UTC(year, month, 15)),
    )
    for (const [alias, target] of Object.entries(timezoneAliases)) {
      for (const at of instants) {
        expect(localTime(at, alias), `${alias} at ${at}`).toEqual(localTime(at, target))
      }
    }
  })
})

describe('localTime', () => {
  test.each([
    ['2027-03-28T01:00:00Z', 'Europe/Oslo', '2027-03-28T03:00:00', '+02:00'],
    ['2027-03-28T00:59:59Z', 'Europe/Oslo', '2027-03-28T01:59:59', '+01:00'],
    ['2027-11-07T06:00:00Z', 'America/New_York', '2027-11-07T01:00:00', '-05:00'],
    ['2027-07-01T00:00:00Z', 'Australia/Lord_Howe', '2027-07-01T10:30:00', '+10:30'],
    ['2027-07-01T00:00:00Z', 'America/St_Johns', '2027-06-30T21:30:00', '-02:30'],
    ['2027-07-01T00:00:00Z', 'UTC', '2027-07-01T00:00:00', '+00:00'],
    ['1970-01-01T00:00:00Z', 'Africa/Monrovia', '1969-12-31T23:15:30', '-00:44:30'],
  ])('shows %s in %s as %s %s', (at, timezone, local, offset) => {
    expect(localTime(Date.parse(at), timezone)).toEqual({ local, offset })
  })

  test('knows which release of the zone database it answers from', () => {
    expect(tzdataVersion).toMatch(/^20\d\d[a-z]$/)
  })
})
