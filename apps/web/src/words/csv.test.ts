import { expect, test } from 'vitest'
import { csvLine } from './csv.ts'

test('cells are quoted as RFC 4180 has it; what is missing is empty', () => {
  expect(csvLine(['a', 'b,c', 'say "hi"', 'two\nlines', null, 12, -3.5])).toBe(
    'a,"b,c","say ""hi""","two\nlines",,12,-3.5\r\n',
  )
})

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '=HYPERLINK("http://x","y")'])(
  'no spreadsheet runs %j as a formula',
  text => {
    const cell = csvLine([text]).slice(0, -2)
    expect(cell.replace(/^"/, '').startsWith("'")).toBe(true)
    expect(cell).toContain(text.replaceAll('"', '""'))
  },
)
