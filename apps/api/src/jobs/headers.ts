import type { JobInput, JobPatch } from '@prikke/contract'
import { checkHeaders } from '@prikke/outbound'
import type { StoredHeaders } from '@prikke/schema'
import type { Invalid } from '../problem.ts'
import type { ClearHeaders } from './sealed-headers.ts'

type HeadersInput = JobInput['headers']

const secretNames: ReadonlySet<string> = new Set([
  'authorization',
  'cookie',
  'proxy-authorization',
  'x-api-key',
  'api-key',
  'x-auth-token',
])

/** Whether a header of this name is secret by itself. */
export const isSecretName = (name: string) =>
  secretNames.has(name.toLowerCase()) || /token|secret|password|api-?key/i.test(name)

/** Checked headers. A secret one sent without its value keeps the one it had before. */
export function storeHeaders(
  input: HeadersInput,
  before: ClearHeaders,
): { ok: true; headers: ClearHeaders } | { ok: false; errors: Invalid[] } {
  const errors: Invalid[] = []
  const entries: [string, { value: string; secret: boolean }][] = []
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

/** Headers with a merge patch applied, as an input to store; names in any case. */
export function patchHeaders(
  stored: ClearHeaders,
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

/** Headers as the input that stores them again; one that is lost is an input without its value. */
export const unmask = (stored: ClearHeaders): HeadersInput =>
  Object.fromEntries(
    Object.entries(stored).map(([name, { value, secret }]) => [
      name,
      secret ? { ...(value !== null && { value }), secret } : value,
    ]),
  ) as HeadersInput

/** Headers as anyone may read them, whether they are sealed or not. */
export const maskHeaders = (
  headers: StoredHeaders | ClearHeaders,
): Record<string, string | { secret: true }> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, header]) => [
      name,
      header.secret || 'sealed' in header ? { secret: true } : (header.value ?? ''),
    ]),
  )

const valueIn = (stored: ClearHeaders, name: string) =>
  Object.entries(stored).find(([own]) => own.toLowerCase() === name.toLowerCase())?.[1].value ??
  undefined
