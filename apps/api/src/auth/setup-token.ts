import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

/**
 * What the first account must give, so that nobody else takes a new instance: the one configured,
 * none when that is empty, else one that follows from the secret key.
 */
export function setupTokenOf(env: { SETUP_TOKEN?: string | undefined; SECRET_KEY: Buffer }) {
  if (env.SETUP_TOKEN !== undefined) return env.SETUP_TOKEN === '' ? null : env.SETUP_TOKEN
  return createHmac('sha256', env.SECRET_KEY).update('prikke setup token').digest('base64url')
}

/** Compares two secrets of any length in constant time. */
export function isSameSecret(given: string, wanted: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(wanted))
}
