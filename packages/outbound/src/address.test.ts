import { BlockList, isIPv4 } from 'node:net'
import fc from 'fast-check'
import ipaddr from 'ipaddr.js'
import { describe, expect, test } from 'vitest'
import { isReachable, readAddress, readRange } from './address.ts'

/** The IANA special-purpose registries, and what carries an IPv4 address, written out once more. */
const special = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16'],
  ...['172.16.0.0/12', '192.0.0.0/24', '192.0.2.0/24', '192.31.196.0/24', '192.52.193.0/24'],
  ...['192.88.99.0/24', '192.168.0.0/16', '192.175.48.0/24', '198.18.0.0/15', '198.51.100.0/24'],
  ...['203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4', '255.255.255.255/32', '168.63.129.16/32'],
  ...['::/96', '64:ff9b::/96', '64:ff9b:1::/48', '::ffff:0:0:0/96', '100::/64', '100:0:0:1::/64'],
  ...['2001::/23', '2001:db8::/32', '2002::/16', '2620:4f:8000::/48', '3fff::/20', '5f00::/16'],
  ...['fc00::/7', 'fe80::/10', 'fec0::/10', 'ff00::/8'],
]
/** Node's own implementation of ranges, which also sees through IPv4-mapped addresses. */
const blockList = new BlockList()
for (const range of special) {
  const [network = '', prefix] = range.split('/')
  blockList.addSubnet(network, Number(prefix), isIPv4(network) ? 'ipv4' : 'ipv6')
}
const everything = ['0.0.0.0/1', '128.0.0.0/1', '::/1', '8000::/1'].map(toRange)

function toRange(text: string) {
  const range = readRange(text)
  if (range === null) throw new Error(text)
  return range
}

function reachable(text: string, allow: string[] = []): boolean {
  const address = readAddress(text)
  return address !== null && isReachable(address, allow.map(toRange))
}

/** Any address inside a range, as text. */
function inside(range: string): fc.Arbitrary<string> {
  const [network, prefix] = ipaddr.parseCIDR(range)
  const bytes = network.toByteArray()
  return fc.uint8Array({ minLength: bytes.length, maxLength: bytes.length }).map(random => {
    const mixed = bytes.map((byte, index) => {
      const hostBits = Math.min(8, Math.max(0, 8 * (index + 1) - prefix))
      return byte | ((random[index] ?? 0) & (2 ** hostBits - 1))
    })
    return ipaddr.fromByteArray(mixed).toString()
  })
}

describe('an address', () => {
  test('inside a special registry is never reachable without an allow list', () => {
    for (const range of special) {
      fc.assert(
        fc.property(inside(range), address => !reachable(address)),
        { numRuns: 60 },
      )
    }
  })

  test('that is IPv4-mapped is judged as its IPv4', () => {
    fc.assert(
      fc.property(fc.ipV4(), address => {
        expect(reachable(`::ffff:${address}`)).toBe(reachable(address))
        expect(reachable(`::ffff:${address}`, ['10.0.0.0/8'])).toBe(
          reachable(address, ['10.0.0.0/8']),
        )
      }),
    )
  })

  test('is reachable exactly when neither the registries nor Node object', () => {
    fc.assert(
      fc.property(fc.ipV4(), address => reachable(address) !== blockList.check(address, 'ipv4')),
      { numRuns: 1_000 },
    )
    fc.assert(
      fc.property(inside('2000::/3'), address => {
        expect(reachable(address)).toBe(!blockList.check(address, 'ipv6'))
      }),
      { numRuns: 1_000 },
    )
  })

  test('of IPv6 outside 2000::/3 is never reachable', () => {
    fc.assert(
      fc.property(fc.ipV6(), text => {
        const address = ipaddr.process(text)
        const global = address.kind() === 'ipv6' && /^[23]...:/.test(address.toString())
        return global || address.kind() === 'ipv4' || !reachable(text)
      }),
      { numRuns: 1_000 },
    )
  })

  test.each([
    '1.1.1.1',
    '8.8.8.8',
    '93.184.216.34',
    '172.15.255.255',
    '172.32.0.0',
    '100.63.255.255',
    '100.128.0.0',
    '2606:4700:4700::1111',
    '2a00:1450:400f:80d::200e',
    '::ffff:8.8.8.8',
  ])('%s is public and reachable', address => {
    expect(reachable(address)).toBe(true)
  })

  test.each([
    '169.254.169.254',
    '::ffff:169.254.169.254',
    '100.100.100.200',
    '168.63.129.16',
    '192.0.0.192',
    'fe80::1',
    'fd00:ec2::254',
    'fd20:ce::254',
    '0.0.0.0',
    '::',
    '::7f00:1',
    '::ffff:0:7f00:1',
    '64:ff9b::7f00:1',
    '64:ff9b:1::1',
    '2002:7f00:1::1',
    '2001:0:53aa:64c::1',
    '224.0.0.1',
    '255.255.255.255',
    'ff02::1',
  ])('%s stays closed even when everything is allowed', address => {
    const parsed = readAddress(address)
    expect(parsed === null ? null : isReachable(parsed, everything)).toBe(false)
  })

  test.each([
    ['127.0.0.1', '127.0.0.0/8'],
    ['::1', '::1/128'],
    ['::ffff:127.0.0.1', '127.0.0.0/8'],
    ['10.1.2.3', '10.0.0.0/8'],
    ['172.18.0.5', '172.16.0.0/12'],
    ['192.168.1.50', '192.168.1.50'],
    ['100.101.102.103', '100.64.0.0/10'],
    ['198.18.0.1', '198.18.0.0/15'],
    ['fd12:3456::1', 'fd12:3456::/32'],
  ])('%s opens when %s is allowed, and only then', (address, range) => {
    expect(reachable(address, [range])).toBe(true)
    expect(reachable(address, ['10.99.0.0/16', 'fd99::/16'])).toBe(false)
  })

  test.each(['', 'localhost', '127.1', '0x7f.1', '1.2.3.4.5', 'fe80::1%eth0', '::1%lo', '[::1]'])(
    '%j is not an address as a socket or DNS would write it',
    text => {
      expect(readAddress(text)).toBeNull()
    },
  )
})
