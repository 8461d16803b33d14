const names = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]

/** `2026-11` as `November 2026`. */
export function monthInWords(month: string): string {
  const [year, number] = month.split('-')
  return `${names[Number(number) - 1] ?? ''} ${year}`.trim()
}

/** So many months after one: `2026-11` and 2 is `2027-01`. */
export function monthAfter(month: string, count: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return new Date(Date.UTC(year, number - 1 + count, 1)).toISOString().slice(0, 7)
}
