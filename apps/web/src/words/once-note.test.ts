import { describe, expect, test } from 'vitest'
import { onceNote } from './once-note.ts'

describe('a wall time', () => {
  test('that the clock skips is said to run after the gap', () => {
    expect(onceNote('2027-03-28T02:30', 'Europe/Oslo')).toBe(
      'Sun 28 Mar 2027, 02:30 does not exist in Europe/Oslo: the clock jumps over it. It runs at 03:30.',
    )
  })

  test.each([
    ['2027-10-31T02:30', 'Europe/Oslo'],
    ['2027-04-04T01:45:00', 'Australia/Lord_Howe'],
  ])('%s that comes twice in %s is said to run the first time', (local, zone) => {
    expect(onceNote(local, zone)).toContain('happens twice')
  })

  test.each([
    ['2027-03-28T03:30', 'Europe/Oslo'],
    ['2027-10-31T02:30', 'UTC'],
    ['', 'UTC'],
    ['2027-10-31T02:30', 'Nowhere/At'],
  ])('%s in %s needs no word', (local, zone) => {
    expect(onceNote(local, zone)).toBeNull()
  })
})
