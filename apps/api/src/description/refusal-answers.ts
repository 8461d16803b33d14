import { type ProblemCode, refusals } from '@prikke/contract'
import { ofAnyRequest } from './refusals-of.ts'

/** What happened, in a word; the codes say the rest. */
const reasons: Readonly<Record<number, string>> = {
  400: 'Not understood',
  401: 'Nobody known',
  402: 'More than the plan allows',
  403: 'Not allowed',
  404: 'Not here, or not yours',
  408: 'Not arrived in time',
  409: 'In conflict with what is there',
  410: 'Over',
  412: 'Changed meanwhile',
  413: 'Too large',
  415: 'Not a kind of body that is read',
  422: 'Not valid',
  429: 'Too often',
  431: 'A head too large',
  500: 'Our fault',
  503: 'Not now',
  504: 'No answer in time',
}

const comeBack = {
  'Retry-After': {
    description: 'After so many seconds it may be tried again',
    schema: { type: 'integer', minimum: 1 },
  },
}

const nameOf = (status: number) => `Refused${status}`

const byStatus = (codes: readonly ProblemCode[]) =>
  [...Map.groupBy(codes, code => refusals[code].status)].sort(([a], [b]) => a - b)

/** The answers with which a route refuses, by status. What any request may get stands once, for all. */
export function answersTo(codes: readonly ProblemCode[]) {
  return Object.fromEntries(
    byStatus(codes).map(([status, own]) => [
      status,
      own.every(code => ofAnyRequest.includes(code))
        ? { $ref: `#/components/responses/${nameOf(status)}` }
        : answer(status, own),
    ]),
  )
}

/** The same for `components.responses`. */
export const answersToAny = Object.fromEntries(
  byStatus(ofAnyRequest).map(([status, codes]) => [nameOf(status), answer(status, codes)]),
)

function answer(status: number, codes: readonly ProblemCode[]) {
  const lines = codes.map(code => `- \`${code}\`: ${refusals[code].meaning}`)
  const own = { status: { enum: [status] }, code: { enum: [...codes] } }
  const problem = { $ref: '#/components/schemas/Problem' }
  return {
    description: [`${reasons[status] ?? 'Refused'}.`, '', ...lines].join('\n'),
    ...(status === 429 || status === 503 ? { headers: comeBack } : {}),
    content: {
      'application/problem+json': {
        schema: { allOf: [problem, { type: 'object', properties: own }] },
      },
    },
  }
}
