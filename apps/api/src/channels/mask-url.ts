/** What a masked URL looks like, as a regular expression for JavaScript and PostgreSQL alike. */
export const maskedUrl = '^https?://[^/]+/…'

const masked = new RegExp(maskedUrl)
/** Of a short path the end would be most of it. */
const leastToShowEnd = 20
const shownEnd = 4

export const isMaskedUrl = (url: string) => masked.test(url)

/**
 * A URL that posts to somebody as people may read it: its host, and the last four characters, by
 * which those who have it know it. Whoever has the whole may post. A masked one stays as it is.
 */
export function maskUrl(url: string): string {
  if (isMaskedUrl(url)) return url
  const { protocol, host, pathname, search } = new URL(url)
  const rest = pathname + search
  const end = rest.length >= leastToShowEnd ? rest.slice(-shownEnd) : ''
  return `${protocol}//${host}/…${end}`
}
