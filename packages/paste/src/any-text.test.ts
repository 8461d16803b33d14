import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { kindOf } from './kind-of.ts'
import { readCrontab } from './read-crontab.ts'
import { readCurl } from './read-curl.ts'

const pieces = fc.constantFrom(
  ...[
    'curl',
    'wget',
    ' ',
    '\n',
    '\\',
    "'",
    '"',
    '$',
    '`',
    '$(',
    ')',
    '${',
    '}',
    '<<E',
    '<<<',
    '2>&1',
    '|',
    '&&',
  ],
  ...[
    ';',
    '-d',
    '-F a=b',
    '-H',
    'X: y',
    '@-',
    '%',
    '*',
    '* * * * *',
    '@daily',
    '#',
    'TZ=UTC',
    'A=b',
    '^',
    '^"',
  ],
  ...[
    'https://a.example',
    'flock',
    'timeout',
    'sh -c',
    "$'",
    '\\u0041',
    '\\U99999999',
    '\0',
    '\r\n',
    '\ud800',
  ],
)
const texts = fc.oneof(
  fc
    .array(fc.oneof(pieces, fc.string({ unit: 'binary', maxLength: 8 })), { maxLength: 40 })
    .map(parts => parts.join('')),
  fc.array(pieces, { maxLength: 40 }).map(parts => parts.join(' ')),
)

describe('whatever is pasted', () => {
  test('is read without failing', () => {
    fc.assert(
      fc.property(texts, text => {
        expect(['curl', 'crontab']).toContain(kindOf(text))
        for (const { problem, request } of readCurl(text)) {
          if (request === null) expect(problem).not.toBeNull()
          else expect(request.url).toMatch(/^[a-z][a-z0-9+.-]*:\/\//i)
        }
      }),
      { numRuns: 5_000 },
    )
  })

  test('no line of a crontab is lost, and each is a job, or says why not', () => {
    fc.assert(
      fc.property(texts, text => {
        const read = readCrontab(text)
        const lines = text.split(/\r\n|\n|\r/)
        expect([...new Set(read.map(({ line }) => line))]).toEqual(
          lines.map((_, index) => index + 1),
        )
        for (const { line, source, kind, request, problem } of read) {
          expect(source).toBe(lines[line - 1])
          if (kind === 'job' && request === null) expect(problem).not.toBeNull()
        }
      }),
      { numRuns: 5_000 },
    )
  })

  test('a command that was quoted for a shell is read back as it was', () => {
    const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`
    const body = fc.string({ unit: 'grapheme', minLength: 1 }).filter(text => !/\r/.test(text))
    fc.assert(
      fc.property(body, text => {
        const [call] = readCurl(`curl --data-raw ${quoted(text)} 'https://x.example'`)
        expect(call?.request?.body).toBe(text.replace(/[\u00a0\u2007\u202f]/g, ' '))
      }),
    )
  })
})

describe('a text that is made to take long', () => {
  const length = 100_000
  const fill = (piece: string) => piece.repeat(Math.ceil(length / piece.length))
  test.each([
    ['options', `curl ${fill('-s ')}`],
    ['unknown options', `curl ${Array.from({ length: 10_000 }, (_, n) => `--o${n}`).join(' ')}`],
    ['headers', `curl ${Array.from({ length: 9_000 }, (_, n) => `-HA${n}:b`).join(' ')} x.example`],
    ['addresses', `curl ${fill('a ')}`],
    ['commands', `curl a${fill(';a')}`],
    ['calls', fill('curl a;')],
    ['wrappers', fill('sudo ')],
    ['open braces', `curl ${fill('${')}`],
    ['open brackets', `curl ${fill('$(')}`],
    ['commas', `curl {${fill(',')}`],
    ['spaces in a header', `curl -H "${fill(' ')}" x.example`],
    ['blank lines', fill('\n')],
    ['hashes', `${fill('#')}a`],
    ['variables', `curl ${Array.from({ length: 10_000 }, (_, n) => `$a${n}`).join('')}`],
    ['settings', fill('A=b\n')],
    ['percent signs', `* * * * * curl a${fill('%')}`],
    ['minutes', fill('* * * * * curl a\n')],
  ])('of %s does not', (_, text) => {
    const startedAt = performance.now()
    kindOf(text)
    readCurl(text)
    readCrontab(text)
    expect(performance.now() - startedAt).toBeLessThan(2_000)
  })
})
