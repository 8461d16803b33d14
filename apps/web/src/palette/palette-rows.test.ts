import { describe, expect, test } from 'vitest'
import { matchesWords, paletteRows } from './palette-rows.ts'

describe('a label is found by the beginnings of its words', () => {
  test.each([
    ['Go to Jobs', 'jo', true],
    ['Go to Jobs', 'jobs go', true],
    ['Go to Jobs', 'obs', false],
    ['Keyboard shortcuts', 'KEY sh', true],
    ['Keyboard shortcuts', '', true],
    ['Keyboard shortcuts', 'key x', false],
  ])('%s by "%s": %s', (label, typed, found) => {
    expect(matchesWords(label, typed)).toBe(found)
  })
})

test('what one does here comes before places, and places before docs', () => {
  const command = (label: string) => ({ label, run: () => {} })
  const rows = paletteRows('', {
    commands: [command('Run now')],
    places: [command('Jobs')],
    actions: [command('Sign out')],
    docs: [command('API reference')],
    jobs: [],
    open: () => {},
  })
  expect(rows.map(({ label }) => label)).toEqual(['Run now', 'Jobs', 'Sign out', 'API reference'])
})
