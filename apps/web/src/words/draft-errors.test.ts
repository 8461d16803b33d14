import { describe, expect, test } from 'vitest'
import { draftErrors } from './draft-errors.ts'
import { emptyDraft } from './job-draft.ts'

const whole = { ...emptyDraft('UTC'), name: 'Nightly', url: 'https://acme.test/' }
const header = { value: 'a', secret: false, kept: false }

describe('a draft', () => {
  test('that is whole has nothing wrong', () => {
    expect(draftErrors(whole)).toEqual({})
    expect(draftErrors({ ...whole, timeoutSeconds: '2.5', retryAttempts: '20' })).toEqual({})
  })

  test.each([
    ['name', { name: ' ' }, 'is required'],
    ['name', { name: 'a'.repeat(121) }, '120'],
    ['url', { url: '' }, 'is required'],
    ['url', { url: 'acme.test' }, 'https://'],
    ['url', { url: 'http://' }, 'whole address'],
    ['scheduledAt', { scheduleType: 'once' as const }, 'is required'],
    ['cronExpression', { cronExpression: ' ' }, 'is required'],
    ['timeoutMs', { timeoutSeconds: '0' }, '300'],
    ['timeoutMs', { timeoutSeconds: '' }, '300'],
    ['timeoutMs', { timeoutSeconds: 'soon' }, '300'],
    ['retryAttempts', { retryAttempts: '1.5' }, '20'],
    ['retryAttempts', { retryAttempts: '21' }, '20'],
    ['key', { key: 'k'.repeat(201) }, '200'],
    ['headers.X Y', { headers: [{ ...header, name: 'X Y' }] }, 'name'],
    [
      'headers.x-a',
      {
        headers: [
          { ...header, name: 'X-A' },
          { ...header, name: 'x-a' },
        ],
      },
      'twice',
    ],
  ])('has its fault under %s: %j', (path, change, words) => {
    const errors = draftErrors({ ...whole, ...change })
    expect(Object.keys(errors)).toEqual([path])
    expect(errors[path]).toContain(words)
  })
})
