/**
 * The headers that every attempt of a job sends alike: its own, in its own spelling, and what Prikke
 * adds where the job does not say it. `identity` is asked for whatever the job says.
 */
export function jobHeaders(
  own: Readonly<Record<string, string>>,
  body: string | null,
  version: string,
): Record<string, string> {
  const headers: Record<string, string> = { 'User-Agent': `Prikke/${version}` }
  for (const [name, value] of Object.entries(own)) set(headers, name, value)
  if (body !== null && nameIn(headers, 'content-type') === undefined) {
    headers['Content-Type'] = isJson(body) ? 'application/json' : 'text/plain; charset=utf-8'
  }
  set(headers, 'Accept-Encoding', 'identity')
  return headers
}

const nameIn = (headers: Record<string, string>, name: string) =>
  Object.keys(headers).find(own => own.toLowerCase() === name.toLowerCase())

/** The job's own spelling of a name wins; two spellings of one header would both be sent. */
function set(headers: Record<string, string>, name: string, value: string): void {
  const there = nameIn(headers, name)
  if (there !== undefined) delete headers[there]
  headers[name] = value
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
