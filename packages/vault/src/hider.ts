/** Takes the secrets that were sent out of what came back. */
export type Hider = {
  text: (text: string) => string
  /** `isCut`: the end is missing, and with it perhaps half of a secret. */
  bytes: (bytes: Buffer, isCut: boolean) => Buffer
}

const shown = '[secret]'
/** A shorter one could be guessed anyway, and would take pieces out of many an answer. */
const shortest = 6
const shortestPiece = 12
/** What means something else than itself in a regular expression. */
const special = /[\\^$.*+?()[\]{}|]/g

/** Receivers repeat what they were sent, as it is or as JSON or a URL writes it. Null for no secrets. */
export function hiderOf(secrets: readonly string[]): Hider | null {
  const forms = [...new Set(secrets.flatMap(formsOf))].sort((a, b) => b.length - a.length)
  if (forms.length === 0) return null
  // One character for each byte: what is no text stays as it is.
  const byteForms = forms.map(form => Buffer.from(form).toString('latin1'))
  const pattern = patternOf(forms)
  const bytePattern = patternOf(byteForms)
  return {
    text: text => text.replace(pattern, shown),
    bytes: (bytes, isCut) => {
      const before = bytes.toString('latin1')
      const hidden = before.replace(bytePattern, shown)
      const after = isCut ? withoutBeginning(hidden, byteForms) : hidden
      return after === before ? bytes : Buffer.from(after, 'latin1')
    },
  }
}

function formsOf(secret: string): string[] {
  // `Bearer x`, `a=1; session=x`: many answer with x alone.
  const bare = [secret, secret.slice(secret.indexOf(' ') + 1)].filter(
    text => text.length >= shortest,
  )
  const pieces = secret.split(/[\s;,=]+/).filter(text => text.length >= shortestPiece)
  return [...bare, ...pieces].flatMap(text => [
    text,
    JSON.stringify(text).slice(1, -1),
    encodeURIComponent(text),
  ])
}

/** In one go, so that what is put in is not looked through again. */
const patternOf = (forms: readonly string[]) =>
  new RegExp(forms.map(form => form.replace(special, '\\$&')).join('|'), 'g')

/** Without the beginning of a secret at its end. */
function withoutBeginning(text: string, forms: readonly string[]): string {
  for (const form of forms) {
    for (let length = form.length - 1; length >= shortest; length--) {
      if (text.endsWith(form.slice(0, length))) return text.slice(0, -length) + shown
    }
  }
  return text
}
