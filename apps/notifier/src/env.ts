import { parseAllowList } from '@prikke/outbound'
import { baseEnv, mailEnv, reachEnv, secretEnv } from '@prikke/service'
import { z } from 'zod'

export const notifierEnv = {
  ...baseEnv,
  ...reachEnv,
  ...secretEnv,
  ...mailEnv,
  MAIL_FROM: z.string().default(''),
  PRIKKE_ALLOW_TARGETS: reachEnv.PRIKKE_ALLOW_TARGETS.transform((text, context) => {
    const parsed = parseAllowList(text)
    if (parsed.ok) return parsed.allow
    context.addIssue(parsed.message)
    return z.NEVER
  }),
}
