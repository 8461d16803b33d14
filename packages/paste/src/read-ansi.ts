const simple: Readonly<Record<string, string>> = {
  ...{ n: '\n', t: '\t', r: '\r', a: '\x07', b: '\b', e: '\x1b', E: '\x1b', f: '\f', v: '\v' },
}
const numeric = /^(?:x([\da-f]{1,2})|u([\da-f]{1,4})|U([\da-f]{1,8})|([0-7]{1,3}))/i
const lastCodePoint = 0x10ffff

/** The text of `$'…'` from behind its opening quote, and where the text after it begins. */
export function readAnsi(text: string, start: number): { text: string; end: number } {
  let read = ''
  let at = start
  while (at < text.length && text[at] !== "'") {
    if (text[at] !== '\\') {
      read += text[at++]
      continue
    }
    const number = numeric.exec(text.slice(at + 1, at + 10))
    if (number !== null) {
      const [whole, hex, short, long, octal] = number
      const code =
        octal === undefined
          ? Number.parseInt(hex ?? short ?? long ?? '', 16)
          : Number.parseInt(octal, 8)
      read += String.fromCodePoint(Math.min(code, lastCodePoint))
      at += 1 + whole.length
    } else {
      const next = text[at + 1] ?? ''
      read += simple[next] ?? next
      at += 2
    }
  }
  return { text: read, end: at + 1 }
}
