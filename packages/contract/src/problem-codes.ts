import { accountRefusals } from './account-refusals.ts'
import { jobRefusals } from './job-refusals.ts'
import { requestRefusals } from './request-refusals.ts'

/** Every `code` that a problem may have. Stable: programs branch on them. */
export const refusals = { ...requestRefusals, ...accountRefusals, ...jobRefusals } as const

export type ProblemCode = keyof typeof refusals
export const problemCodes = Object.keys(refusals) as ProblemCode[]
