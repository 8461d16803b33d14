import { expect, test } from 'vitest'
import { appUrl, callerOf, cookieOf, openApi } from '../test/open-api.ts'

test('from nothing to the first call by key it takes three requests', async () => {
  const { app } = await openApi()
  const lines: string[] = []
  const as = (own: Record<string, string>) => {
    const call = callerOf(app)(own)
    return (method: string, path: string, body?: object) => {
      lines.push(`${method} ${path}`)
      return call(method, path, body === undefined ? {} : { body })
    }
  }
  const account = { email: 'you@example.com', password: 'a long passphrase' }
  const registered = await as({ origin: appUrl })('POST', '/api/auth/register', account)
  const browser = as({ origin: appUrl, cookie: cookieOf(registered) })
  const { body } = await browser('POST', '/api/keys', { name: 'first' })
  const jobs = await as({ authorization: `Bearer ${body.key}` })('GET', '/api/jobs')
  expect([jobs.status, jobs.body]).toEqual([200, { data: [], nextCursor: null }])
  expect(lines).toEqual(['POST /api/auth/register', 'POST /api/keys', 'GET /api/jobs'])
})
