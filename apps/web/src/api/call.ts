import type { ProblemBody } from '@prikke/contract'
import ky, { type Options } from 'ky'
import { ApiError, problemOf } from '../api-error.ts'
import { chosenOrganization } from '../organization.ts'

/** What a query string holds: nothing of what is undefined, and a list as its name repeated. */
export type Query = Readonly<
  Record<string, string | number | boolean | readonly string[] | undefined>
>

const http = ky.create({ prefix: '/api', retry: 0, timeout: 60_000, throwHttpErrors: false })

export const get = <T>(path: string, query: Query = {}) =>
  call<T>(path, { searchParams: searchOf(query) })
export const post = <T>(path: string, json?: unknown) =>
  call<T>(path, json === undefined ? { method: 'post' } : { method: 'post', json })
export const remove = (path: string) => call<void>(path, { method: 'delete' })

/**
 * Asks the API, in the organization that is looked at.
 * @throws ApiError when refused, or when nobody answered.
 */
export async function call<T>(
  path: string,
  options: Options,
  own: Record<string, string> = {},
): Promise<T> {
  const text = await (await ask(path, options, own)).text()
  return (text === '' ? undefined : JSON.parse(text)) as T
}

/** The same for who reads the answer as it comes. */
export async function ask(
  path: string,
  options: Options,
  own: Record<string, string> = {},
): Promise<Response> {
  const organization = chosenOrganization()
  const headers = organization === null ? own : { 'Prikke-Organization': organization, ...own }
  const response = await http(path, { ...options, headers }).catch(error => {
    throw new ApiError(problemOf(error))
  })
  if (!response.ok) throw new ApiError(readProblem(response, await response.text()))
  return response
}

function searchOf(query: Query): URLSearchParams {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined) continue
    for (const each of Array.isArray(value) ? value : [value]) search.append(name, String(each))
  }
  return search
}

function readProblem(response: Response, text: string): ProblemBody {
  if (response.headers.get('content-type')?.startsWith('application/problem+json')) {
    return JSON.parse(text) as ProblemBody
  }
  const detail = `The answer was ${response.status} ${response.statusText}.`
  return { ...problemOf(null), status: response.status, detail }
}
