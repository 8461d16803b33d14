type Sent = {
  method: string
  url: string
  headers: Readonly<Record<string, string | { secret: true }>>
  body: string | null
}

/** The shell takes everything between quotes as it stands. */
const quote = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`

/** What curl sets by itself, and gets right. */
const ownOfCurl = new Set(['host', 'content-length', 'accept-encoding'])

/** A request as a command for a shell; whoever runs it puts in what is secret. */
export function curlCommand({ method, url, headers, body }: Sent): string {
  const parts = [`curl ${methodOf(method, body)}${quote(url)}`]
  for (const [name, value] of Object.entries(headers)) {
    if (ownOfCurl.has(name.toLowerCase())) continue
    const shown = typeof value === 'string' ? value : '<secret>'
    parts.push(`-H ${quote(shown === '' ? `${name};` : `${name}: ${shown}`)}`)
  }
  if (body !== null && body !== '') parts.push(`--data-raw ${quote(body)}`)
  return parts.join(' \\\n  ')
}

function methodOf(method: string, body: string | null): string {
  if (method === 'HEAD') return '--head '
  const assumed = body === null || body === '' ? 'GET' : 'POST'
  return method === assumed ? '' : `-X ${method} `
}
