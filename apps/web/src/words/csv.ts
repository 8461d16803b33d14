/** What a spreadsheet would take for a formula. */
const startsFormula = /^[=+\-@\t\r]/

/** Rows as CSV by RFC 4180; text that a spreadsheet would carry out is kept from it by an apostrophe. */
export const csvOf = (rows: readonly (readonly string[])[]): string =>
  rows.map(row => `${row.map(cell).join(',')}\r\n`).join('')

function cell(text: string): string {
  const safe = startsFormula.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
