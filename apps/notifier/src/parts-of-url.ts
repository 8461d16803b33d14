const leastLength = 12
/** Words are no secrets; what has digits or capitals may be one. */
const isNoWord = /[^a-z-]/

/** What of a URL is secret: a receiver that refuses repeats its path, and the answer is kept. */
export function partsOfUrl(url: string): string[] {
  const { pathname, search, searchParams, href } = new URL(url)
  const pieces = [...pathname.split('/'), ...searchParams.values()]
  return [
    url,
    href,
    ...[pathname + search, pathname].filter(({ length }) => length >= leastLength),
    ...pieces.filter(piece => piece.length >= leastLength && isNoWord.test(piece)),
  ]
}
