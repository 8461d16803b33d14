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
    return faultInWords(text, error instanceof Error ? error.message : '')
  }
}

/** JSON with two spaces for each level; anything else as it is. */
export function formatJson(text: string): string {
  return jsonFault(text) === null ? JSON.stringify(JSON.parse(text), null, 2) : text
}

/** Engines tell the place, or the character, or that the text ends too soon. */
function faultInWords(text: string, message: string): string {
  const place = /position (\d+)/.exec(message)?.[1]
  if (place !== undefined) {
    const before = text.slice(0, Number(place)).split('\n')
    const character = (before.at(-1) ?? '').length + 1
    return `This is not JSON: look at line ${before.length}, character ${character}.`
  }
  const odd = /Unexpected token '?([^'\s,])/.exec(message)?.[1]
  if (odd !== undefined) return `This is not JSON: a ${odd} stands where none is expected.`
  return 'This is not whole JSON: something is missing at its end.'
}
