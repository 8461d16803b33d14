import type { z } from '@hono/zod-openapi'
import { type Invalid, invalid, notFound, type Problem } from './problem.ts'

type Issue = z.core.$ZodIssue

/** What a validator of a route found: a malformed id in a path is simply not there. */
export function problemOfInput(target: string, issues: readonly Issue[]): Problem {
  return target === 'param' ? notFound() : invalid(issues.flatMap(issue => errorsOf(issue, [])))
}

function errorsOf(issue: Issue, parents: readonly PropertyKey[]): Invalid[] {
  const path = [...parents, ...issue.path]
  const at = (more: readonly PropertyKey[] = []) => [...path, ...more].map(String).join('.')
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map(key => ({
        path: at([key]),
        code: 'unknown_field',
        message: 'is not a field of this resource',
      }))
    case 'invalid_union': {
      const meant = issue.errors.filter(branch => !branch.some(isOtherType))
      const [only] = meant
      return meant.length === 1 && only !== undefined
        ? only.flatMap(nested => errorsOf(nested, path))
        : [{ path: at(), code: 'invalid_union', message: 'fits none of the forms allowed here' }]
    }
    case 'invalid_type':
      return issue.message.endsWith('received undefined')
        ? [{ path: at(), code: 'required', message: 'is required' }]
        : [{ path: at(), code: issue.code, message: issue.message }]
    case 'custom':
      return [{ path: at(), code: ownCode(issue), message: issue.message }]
    default:
      return [{ path: at(), code: issue.code, message: issue.message }]
  }
}

/** The branch of a union that the input did not mean at all. */
const isOtherType = (issue: Issue) => issue.code === 'invalid_type' && issue.path.length === 0

function ownCode(issue: z.core.$ZodIssueCustom): string {
  const code: unknown = issue.params?.code
  return typeof code === 'string' ? code : 'invalid'
}
