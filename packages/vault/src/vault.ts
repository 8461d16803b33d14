import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { SealError } from './seal-error.ts'

/** Where a text is kept. What was sealed for one place opens at no other. */
export type Place = { table: string; row: string; purpose: string }

export type Vault = {
  /** Encrypts a text for one place, under the first key; other bytes each time. */
  seal: (text: string, place: Place) => string
  /** @throws SealError when it was sealed under another key, for another place, or was changed. */
  open: (sealed: string, place: Place) => string
  /** How everything begins that is sealed under the first key. */
  newestPrefix: string
  /** A hash (hex) of a text too short to be hashed plainly; none can be tried without the key. */
  fingerprint: (text: string, place: Place) => string
}

const version = 'v1'
const cipherName = 'aes-256-gcm'
const keyBytes = 32
const nonceBytes = 12
const tagBytes = 16
const shape = /^v1\.([0-9a-f]{8})\.([A-Za-z0-9_-]+)$/

/**
 * Keeps secrets under `SECRET_KEY`s of 32 bytes: seals with the first, opens with any of them.
 * A sealed text is `v1.<key id>.<base64url>`: of a random 96-bit nonce, the AES-256-GCM ciphertext
 * and its 128-bit tag. Authenticated with it, as a JSON array: version, key id, table, row, purpose.
 * Key and key id follow from the secret key by HKDF-SHA256, so no two uses share a key.
 * Fingerprints are made with a key of their own where there is one: they outlive the secret key.
 */
export function createVault(
  secretKeys: readonly [Buffer, ...Buffer[]],
  fingerprintKey?: Buffer,
): Vault {
  const keys = new Map(secretKeys.map(secret => [keyIdOf(secret), derive(secret, 'seal')]))
  const [newest] = secretKeys
  const newestId = keyIdOf(newest)
  const macKey = fingerprintKey ?? derive(newest, 'fingerprint')

  return {
    newestPrefix: `${version}.${newestId}.`,
    seal: (text, place) => {
      const nonce = randomBytes(nonceBytes)
      const cipher = createCipheriv(cipherName, keys.get(newestId) as Buffer, nonce)
      cipher.setAAD(boundTo(place, newestId))
      const parts = [nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]
      return `${version}.${newestId}.${Buffer.concat(parts).toString('base64url')}`
    },
    open: (sealed, place) => {
      const [, keyId = '', encoded = ''] = shape.exec(sealed) ?? []
      const bytes = Buffer.from(encoded, 'base64url')
      if (bytes.length < nonceBytes + tagBytes) throw new SealError('This is no sealed text.')
      const key = keys.get(keyId)
      if (key === undefined) {
        const message = `Sealed under the secret key ${keyId}, which is not here.`
        throw new SealError(message, { isKeyMissing: true })
      }
      const decipher = createDecipheriv(cipherName, key, bytes.subarray(0, nonceBytes))
      decipher.setAAD(boundTo(place, keyId))
      decipher.setAuthTag(bytes.subarray(-tagBytes))
      try {
        const text = decipher.update(bytes.subarray(nonceBytes, -tagBytes))
        return Buffer.concat([text, decipher.final()]).toString('utf8')
      } catch {
        throw new SealError('The sealed text was changed, or belongs to another place.')
      }
    },
    fingerprint: (text, place) =>
      createHmac('sha256', macKey)
        .update(JSON.stringify([place.table, place.row, place.purpose, text]))
        .digest('hex'),
  }
}

const boundTo = ({ table, row, purpose }: Place, keyId: string) =>
  Buffer.from(JSON.stringify([version, keyId, table, row, purpose]))

/** Names a key without telling anything of it. */
const keyIdOf = (secret: Buffer) => derive(secret, 'key id').subarray(0, 4).toString('hex')

function derive(secret: Buffer, use: string): Buffer {
  if (secret.length !== keyBytes) throw new Error('A secret key has 32 bytes.')
  return Buffer.from(hkdfSync('sha256', secret, '', `prikke vault ${version} ${use}`, keyBytes))
}
