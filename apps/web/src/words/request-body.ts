/** How the body of a request is meant; `none` keeps what was typed and sends nothing. */
export type BodyKind = 'none' | 'json' | 'form' | 'text'

/** What each kind is called by the target. */
export const contentTypes: Readonly<Record<Exclude<BodyKind, 'none'>, string>> = {
  json: 'application/json',
  form: 'application/x-www-form-urlencoded',
  text: 'text/plain; charset=utf-8',
}

/** Which kind a stored body is, by its content type if it has one, else as Prikke would send it. */
export function kindOfBody(body: string | null, contentType: string | undefined): BodyKind {
  if (body === null || body === '') return 'none'
  if (contentType?.includes('urlencoded')) return 'form'
  if (contentType?.includes('json')) return 'json'
  return contentType === undefined && jsonFault(body) === null ? 'json' : 'text'
}

/** Why a text is not JSON, in words; null when it is. */
export function jsonFault(text: string): string | null {
  try {
    JSON.parse(text)
    return null
  } catch (error) {
    const words = error instanceof Error ? error.message : ''
    const place = Number(/position (\d+)/.exec(words)?.[1])
    if (Number.isNaN(place)) return 'This is not whole JSON: something is missing at its end.'
    const before = text.slice(0, place).split('\n')
    return `This is not JSON: look at line ${before.length}, character ${(before.at(-1) ?? '').length + 1}.`
  }
}

/** JSON with two spaces for each level; anything else as it is. */
export function formatJson(text: string): string {
  return jsonFault(text) === null ? JSON.stringify(JSON.parse(text), null, 2) : text
}
