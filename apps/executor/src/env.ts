import { parseAllowList } from '@prikke/outbound'
import { baseEnv, planEnv, reachEnv, secretEnv } from '@prikke/service'
import { z } from 'zod'

export const executorEnv = {
  ...baseEnv,
  ...reachEnv,
  ...secretEnv,
  PRIKKE_PLAN_LIMITS: planEnv.PRIKKE_PLAN_LIMITS,
  EXECUTOR_CONCURRENCY: z.coerce.number().int().min(1).max(10_000).default(100),
  PRIKKE_ALLOW_TARGETS: reachEnv.PRIKKE_ALLOW_TARGETS.transform((text, context) => {
    const parsed = parseAllowList(text)
    if (parsed.ok) return parsed.allow
    context.addIssue(parsed.message)
    return z.NEVER
  }),
}
