import type { Draft } from './draft.ts'
import type { Option } from './options.ts'

const formType = 'application/x-www-form-urlencoded'
const boundary = 'prikke-form-7d0f3a9c51'

/** The body that options of curl build, and the method and type that come with it. */
export class CurlBody {
  method: 'POST' | 'PUT' | null = null
  readonly #draft: Draft
  readonly #input: string | null
  readonly #data: string[] = []
  readonly #parts: string[] = []
  #isJson = false

  /** `input` is what curl would read with `@-`. */
  constructor(draft: Draft, input: string | null) {
    this.#draft = draft
    this.#input = input
  }

  /** Takes an option that is about the body; false for any other. */
  read({ name, value, what }: Option): boolean {
    switch (name) {
      case 'data':
      case 'data-ascii':
        this.#add(what, this.#readable(what, value)?.replace(/[\r\n]/g, '') ?? null, value)
        return true
      case 'data-binary':
        this.#add(what, this.#readable(what, value), value)
        return true
      case 'data-raw':
        this.#add(what, value, '')
        return true
      case 'json':
        this.#isJson = true
        this.#add(what, this.#readable(what, value), value)
        return true
      case 'data-urlencode':
        this.#addEncoded(what, value)
        return true
      case 'form':
      case 'form-string':
        this.#addPart(what, value, name === 'form-string')
        return true
      case 'upload-file':
        this.method = 'PUT'
        if (value === '-' && this.#input !== null) this.#data.push(this.#input)
        else this.#draft.drop(`${what} ${value}`, elsewhere)
        return true
      default:
        return false
    }
  }

  asQuery(): string {
    return this.#data.join('&')
  }

  /** Puts all of it into the draft. */
  end(): void {
    const draft = this.#draft
    if (this.#parts.length > 0) {
      draft.body = `${this.#parts.join('')}--${boundary}--\r\n`
      this.#type(`multipart/form-data; boundary=${boundary}`, true)
    } else if (this.#data.length > 0) {
      draft.body = this.#data.join(this.#isJson ? '' : '&')
      if (this.method === 'PUT') return
      this.#type(this.#isJson ? 'application/json' : formType)
      if (this.#isJson && !draft.has('accept')) {
        draft.headers.push(['Accept', 'application/json'])
        draft.take('--json', 'header Accept')
      }
    }
  }

  /** A file cannot be read from here, what stands in the text can. */
  #readable(what: string, value: string): string | null {
    this.method ??= 'POST'
    if (!value.startsWith('@')) return value
    if (value === '@-' && this.#input !== null) return this.#input
    this.#draft.drop(`${what} ${value}`, elsewhere)
    return null
  }

  #add(what: string, text: string | null, given: string): void {
    this.method ??= 'POST'
    if (text === null) return
    this.#data.push(text)
    const from = given === '@-' ? ', from what it is given to read' : ''
    this.#draft.take(what, `body, ${text.length.toLocaleString('en')} characters${from}`)
  }

  /** `text`, `=text`, `name=text`, `@file`, `name@file`. */
  #addEncoded(what: string, value: string): void {
    this.method ??= 'POST'
    const mark = /[=@]/.exec(value)
    const name = mark === null ? '' : value.slice(0, mark.index)
    const text = encode(mark === null ? value : value.slice(mark.index + 1))
    if (mark?.[0] === '@') this.#draft.drop(`${what} ${value}`, elsewhere)
    else this.#add(what, name === '' ? text : `${name}=${text}`, '')
  }

  #addPart(what: string, value: string, isPlain: boolean): void {
    this.method ??= 'POST'
    const [, name = '', given = ''] = /^([^=]*)=([\s\S]*)$/.exec(value) ?? []
    if (!isPlain && /^[@<]/.test(given)) {
      this.#draft.drop(`${what} ${value}`, elsewhere)
      return
    }
    const [, text = '', type] = isPlain
      ? [given, given]
      : (/^([\s\S]*?)(?:;type=([^;]+))?$/.exec(given) ?? [])
    const lines = [
      `--${boundary}`,
      `Content-Disposition: form-data; name="${name.replace(/["\r\n]/g, encode)}"`,
      ...(type === undefined ? [] : [`Content-Type: ${type}`]),
      '',
      `${text}\r\n`,
    ]
    this.#parts.push(lines.join('\r\n'))
    this.#draft.take(`${what} ${name}`, 'a part of the form in the body')
  }

  /** As curl adds it where no header says it. */
  #type(type: string, isForced = false): void {
    const draft = this.#draft
    if (isForced) draft.headers = draft.headers.filter(([name]) => !/^content-type$/i.test(name))
    if (draft.has('content-type')) return
    draft.headers.push(['Content-Type', type])
    draft.take('The kind of body', `header Content-Type: ${type}, as curl sends it`)
  }
}

const elsewhere = 'The file is on that machine: put what is in it into the body.'

function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(
    /[!'()*]/g,
    character => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
