import { describe, expect, test } from 'vitest'
import { changedFields, fieldsOf } from './changed-fields.ts'
import { emptyDraft } from './job-draft.ts'

const base = { ...emptyDraft('UTC'), name: 'Nightly', url: 'https://acme.test/' }
const secret = { name: 'Authorization', value: '', secret: true, kept: true }

describe('what somebody else changed', () => {
  test('is listed, and contested only where both did', () => {
    const theirs = { ...base, name: 'Theirs', timeoutSeconds: '60' }
    expect(changedFields(base, theirs, { ...base, name: 'Mine' })).toEqual([
      { field: 'name', label: 'Name', mine: 'Mine', theirs: 'Theirs', isContested: true },
      {
        ...{ field: 'timeoutSeconds', label: 'Timeout in seconds' },
        ...{ mine: '30', theirs: '60', isContested: false },
      },
    ])
  })

  test('is nothing where both did the same, or only one did oneself', () => {
    const same = { ...base, name: 'Same' }
    expect(changedFields(base, same, same)).toEqual([])
    expect(changedFields(base, base, same)).toEqual([])
  })

  test('tells of a secret that was typed anew without its value', () => {
    const [change] = changedFields(
      { ...base, headers: [secret] },
      { ...base, headers: [] },
      { ...base, headers: [{ ...secret, value: 'hush' }] },
    )
    expect(change).toMatchObject({ mine: 'Authorization: (secret, new)', theirs: '' })
  })

  test('is taken over field by field, a body with its kind', () => {
    const theirs = { ...base, body: '{}', bodyKind: 'json' as const, name: 'Theirs' }
    expect(fieldsOf(theirs, ['body'])).toEqual({ body: '{}', bodyKind: 'json' })
  })
})
