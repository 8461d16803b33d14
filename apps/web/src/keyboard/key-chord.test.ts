import { describe, expect, test } from 'vitest'
import { chordOf, keyCaps } from './key-chord.ts'

const press = { ctrlKey: false, metaKey: false, altKey: false }

describe('a key press is called', () => {
  test.each([
    ['by its character', { ...press, key: 'r' }, 'r'],
    ['by what Shift makes of it', { ...press, key: '?' }, '?'],
    ['with Ctrl, alike in both cases', { ...press, key: 'K', ctrlKey: true }, 'mod+k'],
    ['with Cmd the same', { ...press, key: 'k', metaKey: true }, 'mod+k'],
    ['nothing with Alt, which types characters', { ...press, key: 'r', altKey: true }, ''],
  ])('%s', (_, event, chord) => {
    expect(chordOf(event)).toBe(chord)
  })
})

describe('keys are shown as on the keyboard', () => {
  test.each([
    ['g j', ['g', 'j']],
    ['X', ['Shift', 'x']],
    ['Escape', ['Esc']],
    ['?', ['?']],
  ])('%s', (keys, caps) => {
    expect(keyCaps(keys, false)).toEqual(caps)
  })

  test('and Ctrl as the sign of a Mac on a Mac', () => {
    expect(keyCaps('mod+Enter', false)).toEqual(['Ctrl', 'Enter'])
    expect(keyCaps('mod+k', true)).toEqual(['⌘', 'K'])
  })
})
