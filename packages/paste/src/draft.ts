import { Buffer } from 'node:buffer'
import type { Call, Dropped, Request, Taken } from './call.ts'
import type { Word } from './word.ts'

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD']
const mostHeaders = 60
const longestShown = 60
const longestList = 200
const ownHeader =
  /^(?:host|content-length|transfer-encoding|connection|keep-alive|upgrade|te|trailer|expect|http2-settings|proxy-.*|webhook-.*|prikke-.*|:.*)$/i

/** A request as it comes together from the words of a command. */
export class Draft {
  headers: [name: string, value: string][] = []
  taken: Taken[] = []
  dropped: Dropped[] = []
  method: string | null = null
  body: string | null = null
  timeoutMs: number | null = null
  retryAttempts: number | null = null

  take(what: string, as: string): void {
    this.taken.push({ what, as })
  }

  /** What has one reason stands together. */
  drop(what: string, why: string): void {
    const same = this.dropped.find(each => each.why === why)
    if (same === undefined) this.dropped.push({ what, why })
    else if (same.what.length < longestList && !same.what.split(' ').includes(what)) {
      same.what += ` ${what}`
    }
  }

  /** Says what of a word only its machine knows, and what was filled in. */
  note({ unknown, filled }: Word): void {
    for (const what of unknown) {
      this.drop(what, 'Only that machine knows what it stands for: put its value there.')
    }
    for (const { what, as } of filled) this.take(what, as)
  }

  has(name: string): boolean {
    return this.headers.some(([own]) => own.toLowerCase() === name.toLowerCase())
  }

  /** A header twice becomes one, as HTTP has it. */
  addHeader(what: string, name: string, value: string): void {
    if (ownHeader.test(name)) {
      this.drop(`${what} ${name}`, 'Prikke or the connection sets this header.')
    } else if (/^accept-encoding$/i.test(name)) {
      this.drop(`${what} ${name}`, 'Prikke asks for answers as they are, so that they can be read.')
    } else if (this.headers.length >= mostHeaders) {
      this.drop(what, 'There are more headers than a job may have.')
    } else {
      const same = this.headers.find(([own]) => own.toLowerCase() === name.toLowerCase())
      if (same === undefined) this.headers.push([name, value])
      else same[1] += (/^cookie$/i.test(name) ? '; ' : ', ') + value
      this.take(`${what} ${name}`, `header ${name}`)
    }
  }

  /** One written `Name: value`; `Name;` is one without a value, `Name:` takes one of curl's out. */
  readHeader(what: string, text: string): void {
    const mark = text.slice(1).search(/[:;]/) + 1
    const name = (mark === 0 ? text : text.slice(0, mark)).trim()
    const value = mark === 0 ? '' : text.slice(mark + 1).trim()
    const isThere = mark !== 0 && (value !== '' || text[mark] === ';')
    if (isThere) this.addHeader(what, name, value)
    else this.drop(`${what} ${name.slice(0, longestShown)}`, 'There is no header in it.')
  }

  authorize(what: string, user: string, password: string): void {
    if (this.has('authorization')) this.drop(what, 'There is an Authorization header already.')
    else {
      this.headers.push([
        'Authorization',
        `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
      ])
      this.take(what, 'header Authorization, as Basic')
    }
  }

  limit(what: string, seconds: string): void {
    const ms = Math.ceil(Number(/^\d*\.?\d+(?=s?$)/.exec(seconds)?.[0] ?? Number.NaN) * 1_000)
    if (!(ms > 0)) this.drop(what, 'It is no number of seconds.')
    else {
      const within = Math.min(Math.max(ms, 1_000), 300_000)
      this.timeoutMs = Math.min(this.timeoutMs ?? within, within)
      const bound = within === ms ? '' : ', the nearest that a job may have'
      this.take(`${what} ${seconds}`, `timeout of ${within / 1_000} s${bound}`)
    }
  }

  retry(what: string, count: number): void {
    if (!Number.isInteger(count) || count < 0) this.drop(what, 'It is no number of tries.')
    else {
      this.retryAttempts = Math.min(count, 20)
      this.take(what, `${this.retryAttempts} retries`)
    }
  }

  /** The same so far: what one address brings with it is not for the next. */
  copy(): Draft {
    return Object.assign(new Draft(), this, {
      headers: this.headers.map(([name, value]): [string, string] => [name, value]),
      taken: [...this.taken],
      dropped: this.dropped.map(each => ({ ...each })),
    })
  }

  /** The call to this address. */
  end(given: string, at: Pick<Call, 'line' | 'source'>): Call {
    const url = this.#address(given)
    const { headers, body, timeoutMs, retryAttempts, taken, dropped } = this
    const method = this.method ?? 'GET'
    const isKnown = methods.includes(method)
    const request: Request = {
      ...{ url, method, headers, body, timeoutMs, retryAttempts, skipsOverlap: false },
    }
    return {
      ...at,
      ...{ taken, dropped, request: isKnown ? request : null },
      problem: isKnown ? null : `Prikke calls with ${methods.join(', ')}, not with ${method}.`,
    }
  }

  #address(given: string): string {
    const hasScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(given)
    const [, scheme, user, password = '', rest] =
      /^(https?:\/\/)([^/?#@:]*)(?::([^/?#@]*))?@([\s\S]*)$/i.exec(
        hasScheme ? given : `http://${given}`,
      ) ?? []
    if (scheme !== undefined && user !== undefined) {
      this.authorize('The password in the URL', decode(user), decode(password))
      this.take(scheme + rest, 'the URL')
      return scheme + rest
    }
    this.take(given, hasScheme ? 'the URL' : 'the URL, with http:// in front')
    return hasScheme ? given : `http://${given}`
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
