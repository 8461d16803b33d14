import { expect, test } from 'vitest'
import { shownError } from './shown-error.ts'

test('a query that failed is shown with its reason and without its values', () => {
  const cause = Object.assign(new Error('duplicate key value'), { code: '23505' })
  const failed = new Error('Failed query: insert into "users" values ($1)\nparams: canary\nmore', {
    cause,
  })
  const shown = shownError(failed)
  expect(JSON.stringify(shown)).not.toContain('canary')
  expect(shown).toMatchObject({
    message: 'Failed query: insert into "users" values ($1): duplicate key value',
    code: '23505',
  })
})

test('any other error is shown with where it comes from', () => {
  const shown = shownError(new TypeError('what'))
  expect(shown).toMatchObject({ type: 'TypeError', message: 'what' })
  expect(shown.stack).toContain('shown-error.test.ts')
})
