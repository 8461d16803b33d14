/** A body as JSON can carry it: its text when it is UTF-8, else base64. Cut between characters. */
export function shownBody(
  body: Buffer | null,
  truncated: boolean,
): { responseBody: string | null; responseEncoding: 'utf8' | 'base64' | null } {
  if (body === null) return { responseBody: null, responseEncoding: null }
  const whole = truncated ? body.subarray(0, endOfLastCharacter(body)) : body
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(whole)
    return { responseBody: text, responseEncoding: 'utf8' }
  } catch {
    return { responseBody: body.toString('base64'), responseEncoding: 'base64' }
  }
}

/** Where the last whole UTF-8 character ends: the start of one that was cut off is left out. */
function endOfLastCharacter(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0
    if (byte < 0x80) break
    if (byte < 0xc0) continue
    const length = byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4
    return length > back ? bytes.length - back : bytes.length
  }
  return bytes.length
}
