import { openDatabase } from '@prikke/schema/test'
import { expect, test } from 'vitest'
import { arrayText, jsonArrayText } from './array-text.ts'

const odd = [
  '',
  'NULL',
  'null',
  ' a ',
  '{}',
  ',',
  '"',
  '\\',
  '\\"',
  "'",
  '\n\t\r',
  '\x7f',
  'å🦊',
  '\\n',
]

test('PostgreSQL reads every text as it was written', async () => {
  const { pool } = await openDatabase()
  const rows = await pool.sql`select read from unnest(${arrayText([...odd, null])}::text[]) read`
  expect(rows.map(row => row.read)).toEqual([...odd, null])
})

test('PostgreSQL reads every JSON value as it was written', async () => {
  const { pool } = await openDatabase()
  const values = [...odd.map(text => ({ [text]: [text] })), null]
  const rows = await pool.sql`select read from unnest(${jsonArrayText(values)}::json[]) read`
  expect(rows.map(row => row.read)).toEqual(values)
})

test('an array of nothing is null, which leaves a column of nulls', () => {
  expect([arrayText([null, undefined]), arrayText([]), jsonArrayText([null])]).toEqual([
    null,
    null,
    null,
  ])
  expect(arrayText([true, 1.5, undefined, 'a'])).toBe('{true,1.5,NULL,"a"}')
})
