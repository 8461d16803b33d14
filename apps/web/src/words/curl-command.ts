/** A request as it is sent; a header whose value nobody may see has none. */
type Sent = {
  method: string
  url: string
  headers: Readonly<Record<string, string | { readonly secret: true }>>
  body: string | null
}

/** What curl sets by itself, and gets right. */
const ownOfCurl = new Set(['host', 'content-length', 'accept-encoding'])

/** The request as a line for a shell; in place of a secret stands a variable to set. */
export function curlCommand({ method, url, headers, body }: Sent): string {
  const parts = [
    method === 'HEAD' ? 'curl --head' : isPlain(method, body) ? 'curl' : `curl -X ${method}`,
    quoted(url),
    ...Object.entries(headers)
      .filter(([name]) => !ownOfCurl.has(name.toLowerCase()))
      .map(([name, value]) =>
        typeof value === 'string'
          ? `-H ${quoted(value === '' ? `${name};` : `${name}: ${value}`)}`
          : `-H "${name}: $${variableOf(name)}"`,
      ),
    ...(body === null ? [] : [`--data-raw ${quoted(body)}`]),
  ]
  return parts.join(' \\\n  ')
}

/** What curl does by itself need not be said: GET, or POST where there is a body. */
const isPlain = (method: string, body: string | null) => method === (body === null ? 'GET' : 'POST')

/** In single quotes a shell reads everything as it stands, save the quote itself. */
const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`

const variableOf = (header: string) => header.toUpperCase().replaceAll(/[^A-Z0-9]+/g, '_')
