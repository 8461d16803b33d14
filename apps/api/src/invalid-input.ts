import type { z } from '@hono/zod-openapi'
import { type Invalid, invalid, notFound, type Problem } from './problem.ts'

type Issue = z.core.$ZodIssue

/** What a validator of a route found: a malformed id in a path is simply not there. */
export function problemOfInput(target: string, issues: readonly Issue[]): Problem {
  if (target === 'param') return notFound()
  const errors = issues.flatMap(issue => errorsOf(issue, []))
  const mistyped = new Set(errors.filter(isMistyped).map(({ path }) => path))
  return invalid(errors.filter(error => isMistyped(error) || !mistyped.has(error.path)))
}

/** What is no text at all need not be told how long a text may be. */
const isMistyped = ({ code }: Invalid) => code === 'invalid_type'

function errorsOf(issue: Issue, parents: readonly PropertyKey[]): Invalid[] {
  const path = [...parents, ...issue.path]
  const at = (more: readonly PropertyKey[] = []) => [...path, ...more].map(String).join('.')
  if (issue.message.endsWith('received undefined')) {
    return [{ path: at(), code: 'required', message: 'is required' }]
  }
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map(key => ({
        path: at([key]),
        code: 'unknown_field',
        message: 'is not a field of this resource',
      }))
    case 'invalid_union': {
      const meant = issue.errors.filter(branch => !branch.some(isOtherType))
      const inside = meant.filter(branch => branch.every(({ path }) => path.length > 0))
      const [only, another] = inside.length > 0 ? inside : meant
      return only !== undefined && another === undefined
        ? only.flatMap(nested => errorsOf(nested, path))
        : [{ path: at(), code: 'invalid_union', message: issue.message }]
    }
    case 'invalid_type':
      return [{ path: at(), code: issue.code, message: `must be ${article(issue.expected)}` }]
    case 'custom':
      return [{ path: at(), code: ownCode(issue), message: issue.message }]
    default:
      return [{ path: at(), code: issue.code, message: inWords(issue) }]
  }
}

/** What a person reads under a field. */
function inWords(issue: Issue): string {
  switch (issue.code) {
    case 'too_small':
      if (issue.origin === 'string') {
        return issue.minimum === 1
          ? 'is required'
          : `must have at least ${issue.minimum} characters`
      }
      return `must be at least ${issue.minimum}`
    case 'too_big':
      if (issue.origin === 'string') return `must have at most ${issue.maximum} characters`
      if (issue.origin === 'array') return `must have at most ${issue.maximum} items`
      return `must be at most ${issue.maximum}`
    case 'invalid_value':
      return `must be ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.map(String).join(', ')}`
    case 'invalid_format':
      return formats[issue.format] ?? issue.message
    default:
      return issue.message
  }
}

const formats: Record<string, string> = {
  email: 'must be an e-mail address',
  uuid: 'must be an id',
  datetime: 'must be an instant such as 2026-11-21T14:05:00.000Z',
}

/** zod's names of types, where people use others. */
const called: Record<string, string> = { int: 'whole number', record: 'object' }

function article(expected: string): string {
  const name = called[expected] ?? expected
  return `${/^[aeiou]/.test(name) ? 'an' : 'a'} ${name}`
}

/** The branch of a union that the input did not mean at all. */
const isOtherType = (issue: Issue) => issue.code === 'invalid_type' && issue.path.length === 0

function ownCode(issue: z.core.$ZodIssueCustom): string {
  const code: unknown = issue.params?.code
  return typeof code === 'string' ? code : 'invalid'
}
