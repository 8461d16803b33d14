import { expect, test } from 'vitest'
import { sentence } from './sentence.ts'

test.each([
  ['is required', 'Name', 'Name is required.'],
  ['A header name is ASCII.', 'This header', 'A header name is ASCII.'],
  ['Invalid email address', 'Email', 'Invalid email address.'],
])('%s of %s reads %s', (message, subject, words) => {
  expect(sentence(message, subject)).toBe(words)
})
