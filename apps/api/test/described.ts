import { type Description, faultsOf, type Operation } from './json-schema.ts'

/** An answer as it is held against the description: its body as text. */
export type Shown = { status: number; type: string | null; requestId: string | null; text: string }

/** The operation that a request asks for; a fixed segment is looked at before one that takes anything. */
function operationFor(
  { paths }: Description,
  method: string,
  path: string,
): { route: string; operation: Operation } | undefined {
  const asked = path.split('?')[0] ?? ''
  const found = Object.keys(paths)
    .sort()
    .find(template => patternOf(template).test(asked))
  const operation = paths[found ?? '']?.[method === 'HEAD' ? 'get' : method.toLowerCase()]
  return operation === undefined ? undefined : { route: `${method} ${found}`, operation }
}

const patternOf = (template: string) =>
  new RegExp(`^${template.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`)

/** Everything in which an answer departs from the description of what was asked for. */
export function answerFaults(
  description: Description,
  asked: { method: string; path: string },
  { status, type, requestId, text }: Shown,
): string[] {
  const found = operationFor(description, asked.method, asked.path)
  // A path or a method that is none has no operation to describe it.
  if (found === undefined)
    return [404, 405, 400].includes(status) ? [] : [`${status} of no operation`]
  const described = found.operation.responses[status]
  if (described === undefined) return [`the status ${status} is not described`]
  if (asked.method === 'HEAD') return text === '' ? [] : ['has a body']
  const [known, content] = Object.entries(described.content ?? {})[0] ?? []
  if (known === undefined || content === undefined) return text === '' ? [] : ['has a body']
  const faults = type?.startsWith(known) ? [] : [`is ${type}, not ${known}`]
  if (!/json/.test(known) || asked.path === '/api/openapi.json') return faults
  const body = JSON.parse(text)
  if (status >= 400 && body.requestId !== requestId) faults.push('names another request')
  return [...faults, ...faultsOf(body, content.schema, description)]
}
