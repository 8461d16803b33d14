import { expect, test } from 'vitest'
import { firstName } from './first-job.ts'

test.each([
  ['http://localhost:4000/echo/hello', 'First job'],
  ['https://acme.test/reports/daily?x=1', 'acme.test'],
  ['https://acme.test:8443/echoes', 'acme.test:8443'],
  ['acme', 'First job'],
])('a job that calls %s is named %s', (url, name) => {
  expect(firstName(url)).toBe(name)
})
