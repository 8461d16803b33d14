/** The value of an Authorization header for a user and a password, by RFC 7617 in UTF-8. */
export function basicCredentials(user: string, password: string): string {
  const bytes = new TextEncoder().encode(`${user}:${password}`)
  return `Basic ${btoa(Array.from(bytes, byte => String.fromCharCode(byte)).join(''))}`
}

/** The value for a token, which may have been copied with the word before it. */
export const bearerCredentials = (token: string) =>
  `Bearer ${token.trim().replace(/^bearer\s+/i, '')}`
