import { expect, test } from 'vitest'
import { editOf, leaksSecrets, requestDraft } from './edited-request.ts'

const sent = {
  method: 'POST',
  url: 'https://example.com/hook',
  headers: {
    'User-Agent': 'Prikke/0.1.0',
    'Content-Type': 'application/json',
    'X-Team': 'ops',
    Authorization: { secret: true as const },
    'Accept-Encoding': 'identity',
    'webhook-id': 'x',
    'webhook-signature': { secret: true as const },
    'Prikke-Attempt': '1',
  },
  body: '{}',
}

test('only what a person wrote can be changed, and comes back as it was', () => {
  const draft = requestDraft(sent)
  expect(draft.headers.map(({ name }) => name)).toEqual(['Content-Type', 'X-Team', 'Authorization'])
  expect(editOf(draft)).toEqual({
    method: 'POST',
    url: sent.url,
    body: '{}',
    headers: {
      'Content-Type': 'application/json',
      'X-Team': 'ops',
      Authorization: { secret: true },
    },
  })
  const own = requestDraft({ ...sent, headers: { 'user-agent': 'mine' } })
  expect(editOf(own).headers).toEqual({ 'user-agent': 'mine' })
})

test('a secret is kept, replaced or new; empty lines and an empty body are none', () => {
  const headers = [
    { name: ' X-Kept ', value: '', secret: true, kept: true },
    { name: 'X-New', value: 'v', secret: true, kept: false },
    { name: 'X-Typed', value: 'w', secret: true, kept: true },
    { name: '', value: '', secret: false, kept: false },
  ]
  expect(editOf({ ...requestDraft(sent), headers, body: '' })).toMatchObject({
    headers: {
      'X-Kept': { secret: true },
      'X-New': { value: 'v', secret: true },
      'X-Typed': { value: 'w', secret: true },
    },
    body: null,
  })
})

test('another host is told apart when secrets of the job would go there', () => {
  const draft = requestDraft(sent)
  expect(leaksSecrets(draft, sent.url)).toBe(false)
  const elsewhere = { ...draft, url: 'https://other.example/' }
  expect(leaksSecrets(elsewhere, sent.url)).toBe(true)
  const replaced = elsewhere.headers.map(header => ({ ...header, value: 'typed' }))
  expect(leaksSecrets({ ...elsewhere, headers: replaced }, sent.url)).toBe(false)
})
