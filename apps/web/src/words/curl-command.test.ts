import { expect, test } from 'vitest'
import { curlCommand } from './curl-command.ts'

const url = 'https://example.com/hook?a=1&b=2'

test('a request as a command: method, headers and body, quoted for the shell', () => {
  const headers = { 'X-Team': "it's ops", Authorization: { secret: true as const }, 'X-Empty': '' }
  expect(curlCommand({ method: 'PUT', url, headers, body: `{"a":"b'c"}` })).toBe(
    [
      `curl -X PUT 'https://example.com/hook?a=1&b=2'`,
      `-H 'X-Team: it'\\''s ops'`,
      `-H 'Authorization: <secret>'`,
      `-H 'X-Empty;'`,
      `--data-raw '{"a":"b'\\''c"}'`,
    ].join(' \\\n  '),
  )
})

test('what curl does by itself is not said', () => {
  const headers = { 'Accept-Encoding': 'identity', Host: 'example.com' }
  expect(curlCommand({ method: 'GET', url, headers, body: null })).toBe(`curl '${url}'`)
  expect(curlCommand({ method: 'POST', url, headers, body: 'x' })).toBe(
    `curl '${url}' \\\n  --data-raw 'x'`,
  )
  expect(curlCommand({ method: 'HEAD', url, headers, body: null })).toBe(`curl --head '${url}'`)
  expect(curlCommand({ method: 'GET', url, headers, body: 'x' })).toContain('-X GET')
})
