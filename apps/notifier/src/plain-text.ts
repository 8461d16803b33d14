/** Marks that make text run the other way, and so read as something else. */
const direction = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g
const lineBreaks = /[\p{Cc}\p{Zl}\p{Zp}]+/gu
const otherControls = /[^\P{Cc}\n\t]+/gu

/** Text from outside as one line of at most `longest` characters, without anything invisible that steers. */
export function oneLine(text: string, longest: number): string {
  return cut(text.replace(direction, '').replace(lineBreaks, ' ').trim(), longest)
}

/** The same, with its line breaks kept. */
export function manyLines(text: string, longest: number): string {
  const broken = text.replace(/\r\n?|[\p{Zl}\p{Zp}]/gu, '\n')
  return cut(broken.replace(direction, '').replace(otherControls, '').trim(), longest)
}

function cut(text: string, longest: number): string {
  const characters = [...text]
  if (characters.length <= longest) return text
  return `${characters.slice(0, longest - 1).join('')}…`
}
