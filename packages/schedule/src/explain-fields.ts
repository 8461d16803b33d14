import { compileCron } from './compile-cron.ts'
import { type CronField, cronFields } from './cron-fields.ts'
import { fieldValues } from './field-values.ts'
import { listInWords } from './list-in-words.ts'

/** One field of a cron expression, and which values it names. */
export type FieldMeaning = { name: CronField['name']; text: string; meaning: string }

type Words = { every: string; one: string; many: string; value: (value: number) => string }

const months =
  'January February March April May June July August September October November December'
const weekdays = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday Sunday'
const nameIn = (names: string, index: number) => names.split(' ')[index] ?? ''

const words: readonly [Words, Words, Words, Words, Words] = [
  { every: 'every minute', one: 'minute ', many: 'minutes ', value: String },
  { every: 'every hour', one: 'hour ', many: 'hours ', value: String },
  { every: 'every day of the month', one: 'day ', many: 'days ', value: String },
  { every: 'every month', one: '', many: '', value: month => nameIn(months, month - 1) },
  { every: 'every day of the week', one: '', many: '', value: day => nameIn(weekdays, day) },
]

/** The five fields of an expression that parseCron accepts, each as `minutes 0, 20 and 40`. */
export function explainFields(cronExpression: string): FieldMeaning[] {
  const cron = compileCron(cronExpression)
  const values = fieldValues(cron)
  return cronFields.map((field, index) => {
    const text = cron.fieldTexts[index] ?? '*'
    return { name: field.name, text, meaning: meaningOf(index, field, text, values[index] ?? []) }
  })
}

function meaningOf(
  index: number,
  field: CronField,
  text: string,
  values: readonly number[],
): string {
  const said = words[index] ?? words[0]
  if (values.length === field.valueCount) return said.every
  const step = Number(/^\*\/(\d+)$/.exec(text)?.[1])
  const isEven = index < 2 && values.length > 1 && field.valueCount % step === 0
  if (isEven) return `every ${step} ${said.many.trim()}`
  const named = ranges(index, values).map(range => range.map(said.value).join(' to '))
  return `${values.length === 1 ? said.one : said.many}${listInWords(named)}`
}

/** Three and more in a row as their two ends; a week begins on Monday, so that Friday meets Sunday. */
function ranges(index: number, values: readonly number[]): number[][] {
  const inOrder =
    index === 4 ? values.map(day => (day === 0 ? 7 : day)).sort((a, b) => a - b) : values
  const rows: number[][] = []
  for (const value of inOrder) {
    const row = rows.at(-1)
    if (row !== undefined && value === (row.at(-1) ?? 0) + 1) row.push(value)
    else rows.push([value])
  }
  return rows.flatMap(row =>
    row.length > 2 ? [[row[0] ?? 0, row.at(-1) ?? 0]] : row.map(value => [value]),
  )
}
