export type HeaderProblem = {
  code:
    | 'header_name_invalid'
    | 'header_value_invalid'
    | 'header_reserved'
    | 'header_limit'
    | 'header_duplicate'
  name: string
  message: string
}

const mostHeaders = 50
const longestName = 128
const longestValue = 4096
const mostCharacters = 16_384

/** The characters of a token (RFC 9110, section 5.6.2), tested before any change of case. */
const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/
const printable = /^[\t\x20-\x7e]*$/

/** Headers that frame the message or that Prikke signs: one from outside could forge either. */
const reserved =
  /^(?::.*|host|content-length|transfer-encoding|connection|keep-alive|upgrade|te|trailer|expect|http2-settings|proxy-.*|webhook-.*|prikke-.*)$/i

/** Says everything that is wrong with the headers of a job, in order; empty when they may be sent. */
export function checkHeaders(
  headers: ReadonlyArray<readonly [name: string, value: string]>,
): HeaderProblem[] {
  const beyond = headers[mostHeaders]
  if (beyond !== undefined) {
    return [problem('header_limit', beyond[0], `There can be at most ${mostHeaders} headers`)]
  }
  const seen = new Set<string>()
  const problems: HeaderProblem[] = []
  let characterCount = 0
  for (const [name, value] of headers) {
    problems.push(...checkName(name), ...checkValue(name, value))
    const key = name.toLowerCase()
    if (seen.has(key)) {
      problems.push(problem('header_duplicate', name, 'A header can be given only once'))
    }
    seen.add(key)
    characterCount += name.length + value.length
  }
  const last = headers.at(-1)
  if (characterCount > mostCharacters && last !== undefined) {
    const message = `All headers together can have at most ${mostCharacters} characters`
    problems.push(problem('header_limit', last[0], message))
  }
  return problems
}

function checkName(name: string): HeaderProblem[] {
  if (name.length > longestName) {
    const message = `A header name can have at most ${longestName} characters`
    return [problem('header_limit', name, message)]
  }
  if (reserved.test(name)) {
    return [problem('header_reserved', name, 'Prikke or the connection sets this header')]
  }
  return token.test(name)
    ? []
    : [problem('header_name_invalid', name, 'A header name is ASCII letters, digits and hyphens')]
}

function checkValue(name: string, value: string): HeaderProblem[] {
  if (value.length > longestValue) {
    const message = `A header value can have at most ${longestValue} characters`
    return [problem('header_limit', name, message)]
  }
  return printable.test(value)
    ? []
    : [problem('header_value_invalid', name, 'A header value is printable ASCII and tabs')]
}

function problem(code: HeaderProblem['code'], name: string, message: string): HeaderProblem {
  return { code, name: name.slice(0, longestName), message }
}
