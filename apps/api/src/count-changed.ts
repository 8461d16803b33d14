import { Problem } from './problem.ts'

/** What is done is what was counted: otherwise nothing is, and the caller counts again. */
export const countChanged = (count: number) =>
  new Problem({
    status: 409,
    code: 'count_changed',
    detail: `The filter matches ${count} now. Nothing was done; count again.`,
  })
