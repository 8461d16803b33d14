import type { Dialect } from './dialect.ts'
import { readAnsi } from './read-ansi.ts'
import type { Token, Variables, Word } from './word.ts'

const operators = ['&&', '||', '|&', ';;', '|', ';', '&', '(', ')', '\n']
const redirects = ['&>>', '&>', '>>', '>|', '<<<', '<<-', '<<', '<>', '>&', '<&', '>', '<']
const substitution = /\$(?:\{[^}\n]{0,200}\}|[A-Za-z_]\w*|[\d@*#?$!-])/y
const escapable: Readonly<Record<Dialect, RegExp>> = {
  sh: /[$`"\\\n]/,
  cmd: /["\\]/,
  powershell: /["\\$`]/,
}

type Redirect = Extract<Token, { kind: 'redirect' }>

/**
 * Splits a command line as a shell does, down to quotes, variables and redirects. It never fails: a
 * quote that is not closed goes on to the end. Nothing is run; what only a machine could tell stays.
 */
export function splitShell(
  text: string,
  dialect: Dialect = 'sh',
  variables: Variables = new Map(),
): Token[] {
  return new ShellReader(text, dialect, variables).read()
}

class ShellReader {
  readonly #text: string
  readonly #dialect: Dialect
  readonly #variables: Variables
  readonly #tokens: Token[] = []
  #at = 0
  #word: Word | null = null
  /** Waits for the word that says where it leads. */
  #redirect: Redirect | null = null
  /** Here-documents, whose text stands below this line. */
  #documents: Redirect[] = []

  constructor(text: string, dialect: Dialect, variables: Variables) {
    this.#text = text
    this.#dialect = dialect
    this.#variables = variables
  }

  read(): Token[] {
    while (this.#at < this.#text.length) this.#step()
    this.#endWord()
    return this.#tokens
  }

  #step(): void {
    const character = this.#text[this.#at] ?? ''
    const isSh = this.#dialect === 'sh'
    if (character === ' ' || character === '\t') {
      this.#endWord()
      this.#at++
    } else if (character === (this.#dialect === 'powershell' ? '`' : isSh ? '\\' : null)) {
      const next = this.#text[this.#at + 1] ?? ''
      if (next !== '\n') this.#open().text += next
      this.#at += 2
    } else if (character === "'" && this.#dialect !== 'cmd') this.#readSingle()
    else if (character === '"') this.#readDouble()
    else if (isSh && this.#text.startsWith("$'", this.#at)) {
      const { text, end } = readAnsi(this.#text, this.#at + 2)
      this.#open().text += text
      this.#at = end
    } else if (isSh && this.#text.startsWith('$"', this.#at)) this.#at++
    else if (character === '#' && this.#word === null && this.#dialect !== 'cmd') {
      while (this.#at < this.#text.length && this.#text[this.#at] !== '\n') this.#at++
    } else if (!this.#expand() && !this.#readRedirect() && !this.#readOperator()) {
      this.#open().text += character
      this.#at++
    }
  }

  #open(): Word {
    this.#word ??= { text: '', unknown: [], filled: [], at: this.#at }
    return this.#word
  }

  #endWord(): void {
    const word = this.#word
    this.#word = null
    if (word === null) return
    if (this.#redirect === null) this.#tokens.push({ kind: 'word', ...word })
    else this.#redirect.target = word.text
    this.#redirect = null
  }

  /** A variable or a substitution at this place, if there is one. */
  #expand(): boolean {
    const character = this.#text[this.#at]
    if (this.#dialect === 'cmd' || (character !== '$' && character !== '`')) return false
    const isTick = character === '`' && this.#dialect === 'sh'
    const isCommand = isTick || this.#text.startsWith('$(', this.#at)
    substitution.lastIndex = this.#at
    const found = isCommand ? this.#bracketed() : substitution.exec(this.#text)?.[0]
    if (found === undefined) return false
    this.#at += found.length
    const name = /^\$\{?(\w+)\}?$/.exec(found)?.[1] ?? ''
    const known = this.#variables.get(name)
    const word = this.#open()
    word.text += known?.value ?? found
    if (known === undefined) word.unknown.push(found)
    else word.filled.push({ what: found, as: `its value from line ${known.line}` })
    return true
  }

  #bracketed(): string {
    const text = this.#text
    if (text[this.#at] === '`') {
      const end = text.indexOf('`', this.#at + 1)
      return text.slice(this.#at, end === -1 ? text.length : end + 1)
    }
    let depth = 0
    for (let end = this.#at + 1; end < text.length; end++) {
      if (text[end] === '(') depth++
      else if (text[end] === ')' && --depth === 0) return text.slice(this.#at, end + 1)
    }
    return text.slice(this.#at)
  }

  #readSingle(): void {
    const word = this.#open()
    for (this.#at++; this.#at < this.#text.length; this.#at++) {
      // In PowerShell two are one, and `\"` is how a program gets to see a quote.
      const isPair =
        this.#dialect === 'powershell' &&
        /^(?:''|\\")/.test(this.#text.slice(this.#at, this.#at + 2))
      if (isPair) this.#at++
      else if (this.#text[this.#at] === "'") break
      word.text += this.#text[this.#at]
    }
    this.#at++
  }

  #readDouble(): void {
    const word = this.#open()
    this.#at++
    while (this.#at < this.#text.length && this.#text[this.#at] !== '"') {
      const character = this.#text[this.#at] ?? ''
      const next = this.#text[this.#at + 1] ?? ''
      const isEscape = character === '\\' || (character === '`' && this.#dialect === 'powershell')
      if (isEscape && escapable[this.#dialect].test(next)) {
        if (next !== '\n') word.text += next
        this.#at += 2
      } else if (!this.#expand()) {
        word.text += character
        this.#at++
      }
    }
    this.#at++
  }

  #readRedirect(): boolean {
    const operator = redirects.find(each => this.#text.startsWith(each, this.#at))
    if (operator === undefined) return false
    // The 2 of `2>&1`.
    const number = /^\d$/.test(this.#word?.text ?? '') ? (this.#word?.text ?? '') : ''
    if (number === '') this.#endWord()
    this.#word = null
    this.#redirect = { kind: 'redirect', operator: number + operator, target: '' }
    this.#tokens.push(this.#redirect)
    if (operator === '<<' || operator === '<<-') this.#documents.push(this.#redirect)
    this.#at += operator.length
    return true
  }

  #readOperator(): boolean {
    const text = operators.find(each => this.#text.startsWith(each, this.#at))
    if (text === undefined) return false
    this.#endWord()
    this.#redirect = null
    this.#at += text.length
    this.#tokens.push({ kind: 'operator', text })
    if (text === '\n')
      for (const document of this.#documents.splice(0)) this.#readDocument(document)
    return true
  }

  #readDocument(document: Redirect): void {
    const lines: string[] = []
    while (this.#at < this.#text.length) {
      const end = this.#text.indexOf('\n', this.#at)
      const line = this.#text.slice(this.#at, end === -1 ? undefined : end)
      this.#at = end === -1 ? this.#text.length : end + 1
      if (line.trimStart() === document.target) break
      lines.push(`${line}\n`)
    }
    document.target = lines.join('')
  }
}
