import type { Outcome, Reply } from './outcome.ts'

const firstRetryMs = 10_000
const longestRetryMs = 24 * 60 * 60 * 1000

export type RetryPolicy = { retryAttempts: number; spentCount: number }

/**
 * What becomes of an execution whose attempt failed in a way that another may mend: again after
 * `askedMs` (what the target asked for) or the backoff, or the end when no retry is left. `random`
 * (0 to 1) is an argument, so that the decision is pure.
 */
export function retryOr(
  status: 'failed' | 'timeout',
  reply: Reply,
  askedMs: number | null,
  policy: RetryPolicy,
  random: number,
): Outcome {
  if (policy.spentCount >= policy.retryAttempts) return { kind: 'final', status, reply }
  return { kind: 'retry', delayMs: askedMs ?? backoffMs(policy.spentCount, random), reply }
}

/** 10 s, 20 s, 40 s … at most 24 h, each up to a fifth longer, so that failures spread out. */
export function backoffMs(spentCount: number, random: number): number {
  return Math.min(longestRetryMs, firstRetryMs * 2 ** spentCount * (1 + random / 5))
}
