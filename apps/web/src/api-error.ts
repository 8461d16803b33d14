import type { ProblemBody } from '@prikke/contract'

/** A request that Prikke refused, or that never reached it (`status` 0). */
export class ApiError extends Error {
  readonly problem: ProblemBody
  constructor(problem: ProblemBody) {
    super(problem.detail)
    this.problem = problem
  }
}

const unreached: ProblemBody = {
  type: 'about:blank',
  title: 'Prikke cannot be reached',
  status: 0,
  detail: 'Check your connection. Nothing was changed.',
  code: 'unreached',
  requestId: '',
}

/** What went wrong, in the words of RFC 9457, whatever was thrown. */
export function problemOf(error: unknown): ProblemBody {
  return error instanceof ApiError ? error.problem : unreached
}

/** A validation problem as its messages by path of the field; the first of each counts. */
export function fieldErrors(problem: ProblemBody | null): Record<string, string> {
  const errors = problem?.errors ?? []
  return Object.fromEntries(errors.toReversed().map(({ path, message }) => [path, message]))
}
