import { describe, expect, test } from 'vitest'
import { diffOf, isSameRequest, restoreOf } from './version-diff.ts'

const request = {
  method: 'POST',
  url: 'https://a.test/x',
  headers: { 'X-Team': 'a', Authorization: { secret: true as const } },
  body: '{\n  "n": 1\n}',
}

describe('the difference of two requests', () => {
  test('is told line by line, with what stayed between', () => {
    const after = { ...request, url: 'https://a.test/y', body: '{\n  "n": 2\n}' }
    expect(diffOf(request, after).map(({ kind, text }) => `${kind} ${text}`)).toEqual([
      'gone POST https://a.test/x',
      'new POST https://a.test/y',
      'same Authorization: (secret)',
      'same X-Team: a',
      'same ',
      'same {',
      'gone   "n": 1',
      'new   "n": 2',
      'same }',
    ])
  })

  test('of a body that is new, and of one that is gone', () => {
    const none = { ...request, body: null }
    const added = diffOf(none, request).filter(({ kind }) => kind === 'new')
    expect(added).toHaveLength(4)
    const gone = diffOf(request, none).filter(({ kind }) => kind === 'gone')
    expect(gone.map(({ text }) => text)).toEqual(added.map(({ text }) => text))
  })

  test('of the same is none, in whatever order its headers stand', () => {
    const turned = {
      ...request,
      headers: { Authorization: { secret: true as const }, 'X-Team': 'a' },
    }
    expect(isSameRequest(request, turned)).toBe(true)
    expect(isSameRequest(request, { ...request, method: 'PUT' })).toBe(false)
  })

  test('of very long ones is told as a whole', () => {
    const long = { ...request, body: 'x\n'.repeat(500) }
    expect(diffOf(long, request).some(({ kind }) => kind === 'same')).toBe(false)
  })
})

describe('going back to a version', () => {
  test('takes away what it had not, and keeps a secret that is still there', () => {
    const now = { headers: { 'X-New': '1', Authorization: { secret: true as const } } }
    expect(restoreOf(request, now)).toEqual({
      patch: {
        method: 'POST',
        url: 'https://a.test/x',
        body: request.body,
        headers: { 'X-New': null, 'X-Team': 'a', Authorization: { secret: true } },
      },
      lost: [],
    })
  })

  test('names the secrets whose values nobody has any more', () => {
    const { patch, lost } = restoreOf(request, { headers: { Authorization: 'open now' } })
    expect(lost).toEqual(['Authorization'])
    expect(patch.headers).toEqual({ 'X-Team': 'a' })
  })
})
