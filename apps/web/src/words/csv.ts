/** What a spreadsheet would take for a formula, and run. */
const formula = /^[=+\-@\t\r]/
const special = /[",\r\n]/

/** One line of a CSV file (RFC 4180): texts that look like a formula are marked as text. */
export function csvLine(cells: readonly (string | number | null)[]): string {
  return `${cells.map(cellOf).join(',')}\r\n`
}

function cellOf(value: string | number | null): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const safe = formula.test(value) ? `'${value}` : value
  return special.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
