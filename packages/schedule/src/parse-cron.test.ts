import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseCron } from './parse-cron.ts'

function normalized(expression: string): string {
  const parsed = parseCron(expression)
  return parsed.ok ? parsed.normalized : `refused: ${parsed.problem.message}`
}

function problem(expression: string) {
  const parsed = parseCron(expression)
  if (parsed.ok) throw new Error(`"${expression}" was accepted`)
  return parsed.problem
}

describe('parseCron', () => {
  test.each([
    ['@hourly', '0 * * * *'],
    ['@daily', '0 0 * * *'],
    ['@weekly', '0 0 * * 0'],
    ['@monthly', '0 0 1 * *'],
    ['@yearly', '0 0 1 1 *'],
    ['  @Daily ', '0 0 * * *'],
    ['0 9 * * mon-Fri', '0 9 * * MON-FRI'],
    ['0 9 1 jan,Jul *', '0 9 1 JAN,JUL *'],
    ['0 0 * * 7', '0 0 * * 0'],
    ['0 0 * * 5-7', '0 0 * * 5-7'],
    ['0 0 * * 7-7', '0 0 * * 0'],
    ['0  0\t*   * *', '0 0 * * *'],
    ['00 00 * * *', '0 0 * * *'],
    ['05 07 01 09 *', '5 7 1 9 *'],
    ['*/15 * * * *', '*/15 * * * *'],
    ['*/60 */24 */31 */12 */7', '*/60 */24 */31 */12 */7'],
    ['1-5,3 * * * *', '1-5,3 * * * *'],
    ['*,5 * * * *', '*,5 * * * *'],
    ['7,7,07 * * * *', '7 * * * *'],
    ['0-30/10 * * * *', '0-30/10 * * * *'],
    ['0 0 29 2 *', '0 0 29 2 *'],
    ['0 0 13 * 5', '0 0 13 * 5'],
    ['0 0 31 2 5', '0 0 31 2 5'],
    ['0 0 30,31 2,4 *', '0 0 30,31 2,4 *'],
  ])('accepts "%s" as "%s"', (expression, expected) => {
    expect(normalized(expression)).toBe(expected)
  })

  test.each([
    '',
    ' ',
    '0 0 * *',
    '0 0 0 * * *',
    '0 0 0 * * * 2027',
    '0 0 * * *\n0 0 * * *',
    'TZ=UTC 0 0 * * *',
    '@reboot',
    '@every 5m',
    '@every',
    '@constructor',
    `${'0,'.repeat(300)}0 * * * *`,
  ])('refuses %j as a whole', expression => {
    expect(problem(expression)).toMatchObject({ code: 'cron_invalid' })
  })

  test.each([
    ['60 * * * *', 'minute', 0],
    ['* 24 * * *', 'hour', 2],
    ['* * 0 * *', 'day of month', 4],
    ['* * 32 * *', 'day of month', 4],
    ['* * * 0 *', 'month', 6],
    ['* * * 13 *', 'month', 6],
    ['* * * * 8', 'day of week', 8],
    ['*/0 * * * *', 'minute', 0],
    ['*/61 * * * *', 'minute', 0],
    ['0 */25 * * *', 'hour', 2],
    ['* * * * */8', 'day of week', 8],
    ['5-1 * * * *', 'minute', 0],
    ['0 22-2 * * *', 'hour', 2],
    ['0 0 * * SAT-SUN', 'day of week', 8],
    ['1,,2 * * * *', 'minute', 2],
    ['1, * * * *', 'minute', 2],
    [',1 * * * *', 'minute', 0],
    ['0,15,60 * * * *', 'minute', 5],
    ['0\t\t0  32 * *', 'day of month', 6],
    ['-1 * * * *', 'minute', 0],
    ['1.5 * * * *', 'minute', 0],
    ['0x5 * * * *', 'minute', 0],
    ['1e1 * * * *', 'minute', 0],
    ['005 * * * *', 'minute', 0],
    ['١ * * * *', 'minute', 0],
    ['１ * * * *', 'minute', 0],
    ['~ * * * *', 'minute', 0],
    ['0~30 * * * *', 'minute', 0],
    ['+13 * * * *', 'minute', 0],
    ['*/5/2 * * * *', 'minute', 0],
    ['** * * * *', 'minute', 0],
    ['1-5-9 * * * *', 'minute', 0],
    ['H * * * *', 'minute', 0],
    ['H/5 * * * *', 'minute', 0],
    ['1/5 * * * *', 'minute', 0],
    ['0 0 L * *', 'day of month', 4],
    ['0 0 15W * *', 'day of month', 4],
    ['0 0 * * 5#2', 'day of week', 8],
    ['0 0 * * 5L', 'day of week', 8],
    ['0 0 ? * *', 'day of month', 4],
    ['0 0 * * MONDAY', 'day of week', 8],
    ['0 0 * MON *', 'month', 6],
    ['0 0 * * *\n', 'day of week', 8],
    ['0 0 * * *;', 'day of week', 8],
    ['0 0 * * \u00a01', 'day of week', 8],
  ])('refuses %j and names the field "%s" and the position %i', (expression, field, position) => {
    const refusal = problem(expression)
    expect(refusal).toMatchObject({ code: 'cron_invalid', field, position })
    expect(refusal.message).toContain(`${field} field, at character ${position + 1}:`)
  })

  test.each(['0 0 31 2 *', '0 0 30 2 *', '0 0 31 2,4,6,9,11 *', '0 0 30,31 2 */2'])(
    'says that "%s" never fires',
    expression => {
      expect(problem(expression)).toMatchObject({ code: 'cron_never_fires' })
    },
  )

  test('answers any text at all, and repeats its own normal form unchanged', () => {
    const part = fc.constantFrom(...'0 1 5 7 9 60 * / - , \t \n MON jan @ L # ٣'.split(' '), ' ')
    const text = fc.oneof(
      fc.string(),
      fc.array(part, { maxLength: 20 }).map(parts => parts.join('')),
    )
    fc.assert(
      fc.property(text, expression => {
        const parsed = parseCron(expression)
        if (parsed.ok) expect(normalized(parsed.normalized)).toBe(parsed.normalized)
      }),
      { numRuns: 2_000 },
    )
  })
})
