import { parseAllowList } from '@prikke/outbound'
import { baseEnv, mailEnv, planEnv, reachEnv, secretEnv } from '@prikke/service'
import { z } from 'zod'
import { readTrustedProxies } from './client-address.ts'

const databaseUrl = z
  .string()
  .refine(
    value => /^postgres(ql)?:\/\//.test(value) && URL.canParse(value),
    'must be a URL like postgres://user:password@host:5432/name',
  )

export const apiEnv = {
  ...baseEnv,
  ...reachEnv,
  ...secretEnv,
  ...mailEnv,
  ...planEnv,
  PRIKKE_ALLOW_TARGETS: reachEnv.PRIKKE_ALLOW_TARGETS.transform((text, context) => {
    const parsed = parseAllowList(text)
    if (parsed.ok) return parsed.allow
    context.addIssue(parsed.message)
    return z.NEVER
  }),
  PORT: z.coerce.number().int().min(0).max(65_535).default(4000),
  HOST: z.string().default('0.0.0.0'),
  DATABASE_POOL_URL: databaseUrl.optional(),
  REGISTRATION: z.enum(['open', 'invite', 'closed']).default('invite'),
  SETUP_TOKEN: z.string().optional(),
  TRUST_PROXY: z
    .string()
    .default('')
    .transform((text, context) => {
      const isTrusted = readTrustedProxies(text)
      if (isTrusted !== null) return isTrusted
      context.addIssue('must be addresses or CIDRs, such as 10.0.0.0/8, between commas')
      return z.NEVER
    }),
  /** The built dashboard; the api serves none when unset. */
  PRIKKE_WEB_DIR: z.string().min(1).optional(),
  /** Processes that must be ready too, as `name=http://127.0.0.1:port`, between commas. */
  PRIKKE_PEERS: z
    .string()
    .default('')
    .transform(text =>
      text
        .split(',')
        .filter(Boolean)
        .map(entry => {
          const [name = '', url = ''] = entry.split('=')
          return { name, url }
        }),
    )
    .refine(
      peers =>
        peers.every(({ name, url }) => name !== '' && /^https?:/.test(url) && URL.canParse(url)),
      'must be like scheduler=http://127.0.0.1:9001, between commas',
    ),
}
