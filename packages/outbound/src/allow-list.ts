import { readRange } from './address.ts'

/**
 * Splits `PRIKKE_ALLOW_TARGETS`: CIDRs or single addresses, between commas or spaces. Empty text
 * allows nothing. A whole address family (/0) is refused: it would be no guard at all.
 */
export function parseAllowList(
  text: string,
): { ok: true; allow: string[] } | { ok: false; message: string } {
  const allow = text.split(/[\s,]+/).filter(entry => entry !== '')
  const wrong = allow.find(entry => readRange(entry) === null)
  if (wrong === undefined) return { ok: true, allow }
  const message = `${JSON.stringify(wrong)} is not an address range such as 10.0.0.0/8 or fd00::/8`
  return { ok: false, message: wrong.endsWith('/0') ? `${message}; /0 is too wide` : message }
}
