import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { badUrls } from '../test/bad-urls.ts'
import { createGuard } from './guard.ts'

const strict = createGuard({ allow: [], ownPorts: [4000] })
const local = createGuard({
  allow: ['127.0.0.0/8', '::1/128', '172.16.0.0/12'],
  ownPorts: [4000, 54321],
  echoOrigin: 'http://localhost:4000/',
})

describe('the URL of a job', () => {
  for (const { what, saved, openable, urls } of badUrls) {
    const always = openable ? 'until it is allowed' : 'whatever is allowed'
    test.each(urls)(`%j (${what}) is ${saved}, ${always}`, url => {
      expect(strict.checkUrl(url)?.code).toBe(saved)
      expect(local.checkUrl(url)?.code).toBe(openable ? undefined : saved)
    })
  }

  test.each([
    'http://example.com',
    'HTTPS://Example.COM:8443/a b?q=1#top',
    'https://xn--bcher-kva.example/',
    'https://bücher.example/ø',
    'http://example.com./',
    'http://1.1.1.1:8080/',
    'https://[2606:4700:4700::1111]/',
    'http://127.0.0.1.nip.io/',
    'http://example.com/a@b',
  ])('%s is accepted', url => {
    expect(strict.checkUrl(url)).toBeNull()
    expect(local.checkUrl(url)).toBeNull()
  })

  test('localhost is a blocked host when only other addresses are allowed', () => {
    const { checkUrl } = createGuard({ allow: ['10.0.0.0/8'], ownPorts: [] })
    expect(checkUrl('http://localhost/')?.code).toBe('url_blocked_host')
  })

  test('any text at all gets an answer, never an exception', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        strict.checkUrl(text)
        local.checkUrl(`http://${text}`)
      }),
      { numRuns: 500 },
    )
  })

  test('a message never says which address was blocked', () => {
    expect(strict.checkUrl('http://10.20.30.40/')?.message).not.toMatch(/10\.20/)
  })
})

describe("Prikke's own ports", () => {
  test.each([
    'http://localhost:4000/',
    'http://127.0.0.1:4000/api/jobs',
    'http://[::1]:4000/',
    'http://[::ffff:127.0.0.1]:54321/',
    'http://172.18.0.2:54321/',
    'http://127.8.8.8:4000/',
    'http://localhost:4000/echoes',
    'http://localhost:4000/echo/../api/jobs',
    'http://localhost:4000/echo/%2e%2e/api/jobs',
    'http://localhost:4000/ECHO',
    'http://127.0.0.1:4000/echo',
    'https://localhost:4000/echo',
    'http://localhost:54321/echo',
  ])('%s is a blocked host although loopback is allowed', url => {
    expect(local.checkUrl(url)?.code).toBe('url_blocked_host')
  })

  test.each([
    'http://localhost:4000/echo',
    'http://LOCALHOST:4000/echo?status=500',
    'http://localhost:4000/echo/a/b',
    'http://localhost:4001/',
    'http://example.com:4000/',
  ])('%s may be called', url => {
    expect(local.checkUrl(url)).toBeNull()
  })

  test('the echo stays closed while loopback is not allowed', () => {
    const guard = createGuard({ allow: [], ownPorts: [4000], echoOrigin: 'http://localhost:4000' })
    expect(guard.checkUrl('http://localhost:4000/echo')?.code).toBe('url_blocked_host')
  })

  test('are closed at every address of this machine that a name leads to', () => {
    const admitted = local.admit('http://example.com:4000/')
    if (!admitted.ok) throw new Error(admitted.problem.code)
    const here = [{ address: '198.41.0.4' }, { address: '2001:0500:0002::000c' }]
    const guard = createGuard({ allow: ['172.16.0.0/12'], ownPorts: [4000] }, { eth0: here })
    for (const address of ['198.41.0.4', '::ffff:198.41.0.4', '2001:500:2::c', '172.18.0.2']) {
      expect(guard.mayConnect(admitted.target, address)).toBe(false)
    }
    expect(guard.mayConnect(admitted.target, '93.184.216.34')).toBe(true)
  })
})

test('a guard with a broken range is refused at once', () => {
  expect(() => createGuard({ allow: ['0.0.0.0/0'], ownPorts: [] })).toThrow('0.0.0.0/0')
})
