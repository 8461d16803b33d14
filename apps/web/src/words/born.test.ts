import { expect, test } from 'vitest'
import { bornAt } from './born.ts'

test('an id tells when it was made; another text does not', () => {
  const at = Date.parse('2026-11-21T01:30:00.000Z')
  const hex = at.toString(16).padStart(12, '0')
  const id = `${hex.slice(0, 8)}-${hex.slice(8)}-7f03-9b64-2a8c5e1f7d90`
  expect(bornAt(id)).toBe(at)
  expect(bornAt(id.toUpperCase())).toBe(at)
  for (const other of ['', 'x', id.replace('-7f', '-4f'), `${id}0`])
    expect(bornAt(other)).toBeNull()
})
