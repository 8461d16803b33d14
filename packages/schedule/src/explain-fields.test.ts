import { expect, describe as group, test } from 'vitest'
import { explainFields } from './explain-fields.ts'

group('explainFields', () => {
  test.each([
    [0, '* * * * *', 'every minute'],
    [0, '*/15 * * * *', 'every 15 minutes'],
    [0, '*/45 * * * *', 'minutes 0 and 45'],
    [0, '5 * * * *', 'minute 5'],
    [0, '0-30/10,50 * * * *', 'minutes 0, 10, 20, 30 and 50'],
    [1, '0 9-17 * * *', 'hours 9 to 17'],
    [1, '0 */6 * * *', 'every 6 hours'],
    [1, '0 */5 * * *', 'hours 0, 5, 10, 15 and 20'],
    [2, '0 0 13 * *', 'day 13'],
    [2, '0 0 1-7,15 * *', 'days 1 to 7 and 15'],
    [2, '0 0 1-31 * *', 'every day of the month'],
    [3, '0 0 1 JAN,jul *', 'January and July'],
    [4, '0 0 * * 1-5', 'Monday to Friday'],
    [4, '0 0 * * 5-7', 'Friday to Sunday'],
    [4, '0 0 * * 0', 'Sunday'],
  ])('field %i of "%s" names %s', (index, expression, meaning) => {
    expect(explainFields(expression)[index]?.meaning).toBe(meaning)
  })

  test('a macro is explained by the fields that it stands for', () => {
    expect(explainFields('@daily').map(({ text }) => text)).toEqual(['0', '0', '*', '*', '*'])
  })
})
