import { expect, test } from 'vitest'
import { nameCause } from './cause.ts'

test('a cause is named in a word or two, one that is new by its code', () => {
  const name = (errorCode: string | null, statusCode: number | null = null) =>
    nameCause({ errorCode, statusCode })
  expect(name('http_status', 503)).toBe('Status 503')
  expect(name('deadline_exceeded')).toBe('Timed out')
  expect(name('brand_new_code')).toBe('brand new code')
  expect(name(null)).toBe('failed')
})
