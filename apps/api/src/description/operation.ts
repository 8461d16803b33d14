import type { RouteConfig } from '@hono/zod-openapi'
import { headersOf } from './answer-headers.ts'
import type { Answer, Content, Operation, Parameter } from './document.ts'
import { mediaExamples } from './media-examples.ts'
import { answersTo } from './refusal-answers.ts'
import { refusalsOf } from './refusals-of.ts'

/** The header in which a session says where it acts. */
const organization = { $ref: '#/components/parameters/Organization' }

/** The operation with what its schemas alone do not say: refusals, the organization, examples. */
export function completeOperation(operation: Operation, route: RouteConfig): Operation {
  const codes = refusalsOf(route)
  const parameters = [
    ...(operation.parameters ?? []).map(each => ('$ref' in each ? each : described(each, route))),
    ...(codes.includes('organization_required') ? [organization] : []),
  ]
  const fine = Object.entries(operation.responses).filter(([status]) => Number(status) < 400)
  const answers = fine.map(([status, answer]) => [status, headed(exemplified(answer), route)])
  const { requestBody } = operation
  return {
    ...operation,
    ...(parameters.length > 0 && { parameters }),
    ...(requestBody !== undefined && { requestBody: exemplified(requestBody) }),
    responses: { ...Object.fromEntries(answers), ...answersTo(codes) },
  }
}

function exemplified<T extends { content?: Content } | { $ref: string }>(part: T): T {
  if ('$ref' in part || part.content === undefined) return part
  const { 'application/json': media, ...others } = part.content
  if (media?.schema === undefined) return part
  const shown = { ...media, ...mediaExamples(media.schema) }
  return { ...part, content: { ...others, 'application/json': shown } }
}

function headed<T extends Answer | { $ref: string }>(answer: T, route: RouteConfig): T {
  const more = headersOf(route)
  if ('$ref' in answer || Object.keys(more).length === 0) return answer
  return { ...answer, headers: { ...answer.headers, ...more } }
}

/** What is said of a parameter's schema is said of the parameter, where readers look for it. */
function described(parameter: Parameter, { path }: RouteConfig): Parameter {
  const { description, ...schema } = parameter.schema ?? {}
  const said = parameter.description ?? description
  if (said !== undefined) return { ...parameter, description: said, schema }
  return parameter.in === 'path' ? { ...parameter, description: idOf(path) } : parameter
}

/** `/api/jobs/{id}`: the id of the job. */
const idOf = (path: string) => `The id of the ${path.split('/')[2]?.replace(/s$/, '')}`
