import { createHmac, createSecretKey, type KeyObject, randomBytes } from 'node:crypto'

const prefix = 'whsec_'

/**
 * The value of `webhook-signature` as Standard Webhooks 1.0 has it: for each secret `v1,` and the
 * base64 HMAC-SHA256 of `id.timestamp.body`, space separated. `timestamp` is in seconds.
 * Throws when a secret is not of the form `whsec_…`.
 */
export function signWebhook(input: {
  id: string
  timestamp: number
  body: string | Buffer
  secrets: readonly string[]
}): string {
  const head = `${input.id}.${input.timestamp}.`
  return input.secrets
    .map(
      secret =>
        `v1,${createHmac('sha256', keyOf(secret)).update(head).update(input.body).digest('base64')}`,
    )
    .join(' ')
}

/** A new secret of an organization: `whsec_` and 32 random bytes in base64. */
export function newSigningSecret(): string {
  return prefix + randomBytes(32).toString('base64')
}

/** Signing with a ready key takes a sixth of the time; secrets in use are few. */
const keys = new Map<string, KeyObject>()
const mostKeys = 1_000

function keyOf(secret: string): KeyObject {
  const known = keys.get(secret)
  if (known !== undefined) return known
  if (!secret.startsWith(prefix)) throw new TypeError(`a signing secret starts with ${prefix}`)
  const key = createSecretKey(Buffer.from(secret.slice(prefix.length), 'base64'))
  if (keys.size >= mostKeys) keys.clear()
  keys.set(secret, key)
  return key
}
