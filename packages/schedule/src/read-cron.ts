import { type CronField, cronFields } from './cron-fields.ts'
import type { ScheduleProblem } from './schedule-problem.ts'

/** Each field's list items, normalized: numbers without leading zeros, names in capitals. */
export type CronItems = readonly (readonly string[])[]

type Refusal = { ok: false; problem: ScheduleProblem }

const longestExpression = 512

const macros: Readonly<Record<string, string>> = {
  '@hourly': '0 * * * *',
  '@daily': '0 0 * * *',
  '@weekly': '0 0 * * 0',
  '@monthly': '0 0 1 * *',
  '@yearly': '0 0 1 1 *',
}

/**
 * Splits a cron expression into its fields' items, refusing all that crontab(5) does not define:
 * five fields of `*`, a value, a range, or a step over `*` or a range, in comma-separated lists.
 */
export function readCron(expression: string): { ok: true; items: CronItems } | Refusal {
  if (expression.length > longestExpression) {
    return refuse(`The expression is longer than ${longestExpression} characters.`)
  }
  const tokens = [...expression.matchAll(/[^ \t]+/g)]
  if (tokens.length === 1 && tokens[0]?.[0].startsWith('@')) return readMacro(tokens[0][0])
  if (tokens.length !== cronFields.length) {
    const found = tokens.length === 0 ? 'nothing' : `${tokens.length}`
    return refuse(
      `A cron expression has 5 fields: minute, hour, day of month, month, day of week. Found ${found}.`,
    )
  }
  const items: string[][] = []
  for (const [index, field] of cronFields.entries()) {
    const token = tokens[index]
    if (token === undefined) throw new Error('a counted field is missing')
    const read = readField(field, token[0], token.index)
    if (!read.ok) return read
    items.push(read.items)
  }
  return { ok: true, items }
}

function readMacro(word: string): { ok: true; items: CronItems } | Refusal {
  const expression = macros[word.toLowerCase()]
  if (expression !== undefined) return readCron(expression)
  return refuse(`"${word}" is not a known macro. Known: ${Object.keys(macros).join(' ')}.`)
}

function readField(
  field: CronField,
  text: string,
  textPosition: number,
): { ok: true; items: string[] } | Refusal {
  const items = new Set<string>()
  let position = textPosition
  for (const written of text.split(',')) {
    const item = readItem(field, written)
    if (!item.ok) {
      const message = `In the ${field.name} field, at character ${position + 1}: ${item.reason}`
      return {
        ok: false,
        problem: { code: 'cron_invalid', message, field: field.name, position },
      }
    }
    items.add(item.text)
    position += written.length + 1
  }
  return { ok: true, items: [...items] }
}

type ItemReading = { ok: true; text: string } | { ok: false; reason: string }

function readItem(field: CronField, written: string): ItemReading {
  if (written === '') return { ok: false, reason: 'a value is missing.' }
  const parts = /^(?:(\*)|([0-9A-Za-z]+)(?:-([0-9A-Za-z]+))?)(?:\/([0-9]{1,2}))?$/.exec(written)
  if (parts === null) return { ok: false, reason: `${quote(written)} is not understood.` }
  const [, star, startText, endText, stepText] = parts
  const step = stepText === undefined ? 1 : Number(stepText)
  if (step < 1 || step > field.valueCount) {
    return { ok: false, reason: `the step ${step} is outside 1–${field.valueCount}.` }
  }
  const suffix = stepText === undefined ? '' : `/${step}`
  if (star !== undefined) return { ok: true, text: `*${suffix}` }

  const start = readValue(field, startText ?? '')
  if (!start.ok) return start
  if (endText === undefined) {
    if (suffix === '') return { ok: true, text: single(field, start) }
    return {
      ok: false,
      reason: `a step needs a range: write ${start.text}-${field.last}${suffix}.`,
    }
  }
  const end = readValue(field, endText)
  if (!end.ok) return end
  if (start.value > end.value) {
    return { ok: false, reason: `the range ${quote(written)} runs backwards.` }
  }
  if (start.value === end.value) return { ok: true, text: single(field, start) }
  return { ok: true, text: `${start.text}-${end.text}${suffix}` }
}

type Value = { ok: true; value: number; text: string }

function readValue(field: CronField, written: string): Value | { ok: false; reason: string } {
  const name = written.toUpperCase()
  const place = field.names.indexOf(name)
  if (place >= 0) return { ok: true, value: field.first + place, text: name }
  if (!/^[0-9]{1,2}$/.test(written)) {
    return { ok: false, reason: `${quote(written)} is not a ${field.name}.` }
  }
  const value = Number(written)
  if (value < field.first || value > field.last) {
    return { ok: false, reason: `${value} is outside ${field.first}–${field.last}.` }
  }
  return { ok: true, value, text: `${value}` }
}

/** Sunday by itself has one spelling in digits: 0. In a range 7 stays, so that 5-7 can be written. */
function single(field: CronField, { value, text }: Value): string {
  return field.name === 'day of week' && value === 7 ? '0' : text
}

function quote(text: string): string {
  return JSON.stringify(text.length > 20 ? `${text.slice(0, 20)}…` : text)
}

function refuse(message: string): Refusal {
  return { ok: false, problem: { code: 'cron_invalid', message } }
}
