import { expect, test } from 'vitest'
import { places } from './places.ts'
import { createVault } from './vault.ts'
import { whyForeign } from './why-foreign.ts'

const own = createVault([Buffer.alloc(32, 1)])
const other = createVault([Buffer.alloc(32, 2)])
const both = createVault([Buffer.alloc(32, 2), Buffer.alloc(32, 1)])
const sealed = own.seal('key', places.fingerprintKey)

test('a database goes with the keys that open what it keeps, and a new one with any', () => {
  expect(whyForeign(own, sealed)).toBeNull()
  expect(whyForeign(both, sealed)).toBeNull()
  expect(whyForeign(own, null)).toBeNull()
})

test('why it does not is said in words: which key is wanted, or that the row was changed', () => {
  const [, keyId] = sealed.split('.')
  expect(whyForeign(other, sealed)).toContain(`another secret key, ${keyId}.`)
  expect(whyForeign(own, own.seal('key', places.mail('a', 'b')))).toContain('was changed')
  expect(whyForeign(own, 'nonsense')).toContain('was changed')
})
