/** Text that is HTML already. */
export class Html {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

type Part = Html | string | number | readonly Part[] | false | null | undefined

/** A template whose values are escaped, save those that are HTML; nothing stands for false and null. */
export const html = (strings: TemplateStringsArray, ...parts: Part[]): Html =>
  new Html(String.raw({ raw: strings }, ...parts.map(textOf)))

function textOf(part: Part): string {
  if (part === false || part === null || part === undefined) return ''
  if (part instanceof Html) return part.text
  return typeof part === 'object' ? part.map(textOf).join('') : escaped(String(part))
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const escaped = (text: string) => text.replaceAll(/[&<>"']/g, sign => entities[sign] ?? sign)

/** A line of Markdown of which only `code` is meant. */
export const inline = (text: string): Html[] =>
  text
    .split('`')
    .map((piece, index) => (index % 2 === 0 ? html`${piece}` : html`<code>${piece}</code>`))

/** Paragraphs of it. */
export const prose = (text = ''): Html[] =>
  text.split(/\n\n+/).map(paragraph => html`<p>${inline(paragraph)}</p>`)
