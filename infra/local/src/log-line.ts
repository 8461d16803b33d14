import { styleText } from 'node:util'

type Style = Parameters<typeof styleText>[0]

const appStyles: Record<string, Style> = {
  api: 'cyan',
  scheduler: 'magenta',
  executor: 'green',
  notifier: 'blue',
}
const notFields = new Set(['level', 'time', 'pid', 'hostname', 'app', 'msg', 'name', 'v'])
const widestApp = 9
const longestValue = 300

/**
 * One line of an app made readable: time, app, message, fields. A pino line is taken apart;
 * anything else is shown as it came.
 */
export function logLine(app: string, raw: string, { colour }: { colour: boolean }): string {
  const paint = (style: Style | null, text: string) =>
    colour && style !== null ? styleText(style, text, { validateStream: false }) : text
  const entry = parse(raw)
  const at = clock(entry?.time)
  const head = `${paint('dim', at)} ${paint(appStyles[app] ?? 'dim', app.padEnd(widestApp))}`
  if (entry === null) return `${head} ${printable(raw)}`

  const fields = Object.entries(entry)
    .filter(([name]) => !notFields.has(name))
    .map(([name, value]) => `${paint('dim', `${name}=`)}${shown(value)}`)
  const { label, style } = severity(Number(entry.level))
  const message = paint(style, label + printable(String(entry.msg ?? '')))
  return [head, message, ...fields].join(' ')
}

function parse(raw: string): Record<string, unknown> | null {
  if (!raw.startsWith('{')) return null
  try {
    return JSON.parse(raw)
  } catch {
    return null
  }
}

function clock(time: unknown): string {
  const at = typeof time === 'string' || typeof time === 'number' ? new Date(time) : new Date()
  const valid = Number.isNaN(at.getTime()) ? new Date() : at
  const local = new Date(valid.getTime() - valid.getTimezoneOffset() * 60_000)
  return local.toISOString().slice(11, 23)
}

function severity(level: number): { label: string; style: Style | null } {
  if (level >= 50) return { label: 'error: ', style: 'red' }
  if (level >= 40) return { label: 'warning: ', style: 'yellow' }
  return { label: '', style: level < 30 ? 'dim' : null }
}

function shown(value: unknown): string {
  if (isError(value)) return JSON.stringify(`${value.message}${firstFrame(value.stack)}`)
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
  const short = text.length > longestValue ? `${text.slice(0, longestValue)}…` : text
  return typeof value === 'string' && !/^[^\s"=\p{C}]+$/u.test(value)
    ? JSON.stringify(short)
    : printable(short)
}

function isError(value: unknown): value is { message: string; stack: string } {
  return typeof value === 'object' && value !== null && 'message' in value && 'stack' in value
}

function firstFrame(stack: string): string {
  const frame = String(stack)
    .split('\n')
    .find(line => line.trim().startsWith('at '))
  return frame === undefined ? '' : ` (${frame.trim()})`
}

/** Job names and answers come from outside: nothing in them may steer a terminal. */
function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, ' ')
}
