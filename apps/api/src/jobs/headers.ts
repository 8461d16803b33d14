import type { JobInput, JobPatch } from '@prikke/contract'
import { checkHeaders } from '@prikke/outbound'
import type { StoredHeaders } from '@prikke/schema'
import type { Invalid } from '../problem.ts'

type HeadersInput = JobInput['headers']

const secretNames: ReadonlySet<string> = new Set([
  'authorization',
  'cookie',
  'proxy-authorization',
  'x-api-key',
  'api-key',
  'x-auth-token',
])

const isSecretName = (name: string) =>
  secretNames.has(name.toLowerCase()) || /token|secret|password|api-?key/i.test(name)

/** Headers as they are stored. A secret one sent without its value keeps the one it had before. */
export function storeHeaders(
  input: HeadersInput,
  before: StoredHeaders,
): { ok: true; headers: StoredHeaders } | { ok: false; errors: Invalid[] } {
  const errors: Invalid[] = []
  const entries: [string, StoredHeaders[string]][] = []
  for (const [name, given] of Object.entries(input)) {
    const value = typeof given === 'string' ? given : (given.value ?? valueIn(before, name))
    if (value === undefined) {
      const message = 'is secret and has no value yet: send {value, secret: true}'
      errors.push({ path: `headers.${name}`, code: 'header_value_required', message })
      continue
    }
    entries.push([name, { value, secret: typeof given !== 'string' || isSecretName(name) }])
  }
  for (const { name, code, message } of checkHeaders(entries.map(([n, { value }]) => [n, value]))) {
    errors.push({ path: `headers.${name}`, code, message })
  }
  return errors.length > 0
    ? { ok: false, errors }
    : { ok: true, headers: Object.fromEntries(entries) }
}

/** Stored headers with a merge patch applied, as an input to store; names in any case. */
export function patchHeaders(
  stored: StoredHeaders,
  patch: NonNullable<JobPatch['headers']>,
): HeadersInput {
  const named = new Set(Object.keys(patch).map(name => name.toLowerCase()))
  const kept = Object.entries(stored).filter(([name]) => !named.has(name.toLowerCase()))
  const set = Object.entries(patch).filter(([, given]) => given !== null) as [
    string,
    HeadersInput[string],
  ][]
  return { ...unmask(Object.fromEntries(kept)), ...Object.fromEntries(set) }
}

/** Stored headers as the input that stores them again. */
export const unmask = (stored: StoredHeaders): HeadersInput =>
  Object.fromEntries(
    Object.entries(stored).map(([name, { value, secret }]) => [
      name,
      secret ? { value, secret } : value,
    ]),
  ) as HeadersInput

/** Headers as anyone may read them. */
export const maskHeaders = (stored: StoredHeaders): Record<string, string | { secret: true }> =>
  Object.fromEntries(
    Object.entries(stored).map(([name, { value, secret }]) => [
      name,
      secret ? { secret: true } : value,
    ]),
  )

const valueIn = (stored: StoredHeaders, name: string) =>
  Object.entries(stored).find(([own]) => own.toLowerCase() === name.toLowerCase())?.[1].value
