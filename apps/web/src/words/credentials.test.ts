import { expect, test } from 'vitest'
import { basicCredentials, bearerCredentials } from './credentials.ts'

test.each([
  ['Aladdin', 'open sesame', 'Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=='],
  ['test', '123£', 'Basic dGVzdDoxMjPCow=='],
])('the user %s with the password %s is the example of RFC 7617', (user, password, value) => {
  expect(basicCredentials(user, password)).toBe(value)
})

test('a token is taken with and without the word before it', () => {
  expect([' abc ', 'Bearer abc', 'bearer  abc'].map(bearerCredentials)).toEqual(
    Array.from({ length: 3 }).fill('Bearer abc'),
  )
})
