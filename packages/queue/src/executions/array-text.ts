type Value = string | number | boolean | null | undefined

const special = /["\\]/
const everySpecial = /["\\]/g

/** An array as PostgreSQL reads it; null when there is nothing in it but null. */
export function arrayText(values: readonly Value[]): string | null {
  return textOf(values, value => {
    if (typeof value !== 'string') return String(value)
    return `"${special.test(value) ? value.replace(everySpecial, '\\$&') : value}"`
  })
}

/** The same of JSON values: JSON in a JSON string is quoted as an array wants it. */
export function jsonArrayText(values: readonly (object | null)[]): string | null {
  return textOf(values, value => JSON.stringify(JSON.stringify(value)))
}

function textOf<V>(values: readonly V[], quote: (value: NonNullable<V>) => string): string | null {
  let text = ''
  let isEmpty = true
  for (const value of values) {
    if (value !== null && value !== undefined) isEmpty = false
    text += value === null || value === undefined ? ',NULL' : `,${quote(value)}`
  }
  return isEmpty ? null : `{${text.slice(1)}}`
}
