import { parseAllowList } from '@prikke/outbound'
import { baseEnv, reachEnv } from '@prikke/service'
import { z } from 'zod'

export const notifierEnv = {
  ...baseEnv,
  ...reachEnv,
  /** Unset or empty: mail is written to the log. */
  SMTP_URL: z
    .string()
    .refine(
      value => value === '' || (/^smtps?:\/\/./.test(value) && URL.canParse(value)),
      'must be a URL like smtp://user:password@host:587',
    )
    .default(''),
  MAIL_FROM: z.string().default(''),
  PRIKKE_ALLOW_TARGETS: reachEnv.PRIKKE_ALLOW_TARGETS.transform((text, context) => {
    const parsed = parseAllowList(text)
    if (parsed.ok) return parsed.allow
    context.addIssue(parsed.message)
    return z.NEVER
  }),
}
