import { expect, test } from 'vitest'
import { isMaskedUrl, maskUrl } from './mask-url.ts'

test.each([
  [
    'https://hooks.slack.com/services/T0A1B2C3/B0D4E5F6/Zk3vQ81mN0',
    'https://hooks.slack.com/…1mN0',
  ],
  ['https://discord.com/api/webhooks/123456789/AbCdEfGh', 'https://discord.com/…EfGh'],
  ['http://10.0.0.1:8080/a?token=0123456789abcdef', 'http://10.0.0.1:8080/…cdef'],
  ['https://example.com/short', 'https://example.com/…'],
  ['https://example.com', 'https://example.com/…'],
  ['https://example.com/a#fragment-of-a-long-secret', 'https://example.com/…'],
])('%s is shown as %s, and so again', (url, shown) => {
  expect(isMaskedUrl(url)).toBe(false)
  expect(maskUrl(url)).toBe(shown)
  expect(isMaskedUrl(shown)).toBe(true)
  expect(maskUrl(shown)).toBe(shown)
})
