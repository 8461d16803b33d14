import { readFileSync } from 'node:fs'
import { z } from 'zod'

/** Exit code of a process whose configuration is wrong (sysexits EX_CONFIG). */
const badConfiguration = 78

const required = (what: string) =>
  z.string({ error: `is not set: ${what}` }).min(1, `is empty: ${what}`)
const port = z.coerce.number().int().min(0).max(65_535)

/** What every process reads. */
export const baseEnv = {
  DATABASE_URL: required(
    'the PostgreSQL 18 database, as postgres://user:password@host/name',
  ).refine(
    value => /^postgres(ql)?:\/\//.test(value) && URL.canParse(value),
    'must be a URL like postgres://user:password@host:5432/name',
  ),
  HOST: z.string().min(1).default('0.0.0.0'),
  HEALTH_PORT: port.default(0),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  METRICS_TOKEN: z.string().min(1).optional(),
  /** Set by `start`: the process leaves when this one is gone. */
  PRIKKE_PARENT_PID: z.coerce.number().int().positive().optional(),
}

/** What every process that calls out reads: which targets may be reached. */
export const reachEnv = {
  APP_URL: z.url({ protocol: /^https?$/ }).default('http://localhost:4000'),
  PRIKKE_ALLOW_TARGETS: z.string().default(''),
  /** Ports of Prikke itself on this machine: never a target. */
  PRIKKE_OWN_PORTS: z
    .string()
    .default('')
    .transform(value => value.split(',').filter(Boolean).map(Number))
    .pipe(z.array(z.number().int().min(0).max(65_535))),
}

const isSecretKey = (key: Buffer) => key.length === 32

/** What seals secrets and opens them, the same in every process that does. */
export const secretEnv = {
  SECRET_KEY: z
    .string({ error: 'is not set: 32 random bytes in base64' })
    .transform(text => Buffer.from(text, 'base64'))
    .refine(isSecretKey, 'must be 32 bytes in base64'),
  /** Other keys that still open what they sealed, between commas. */
  SECRET_KEY_PREVIOUS: z
    .string()
    .default('')
    .transform(text =>
      text
        .split(',')
        .filter(each => each.trim() !== '')
        .map(each => Buffer.from(each, 'base64')),
    )
    .refine(keys => keys.every(isSecretKey), 'must be 32 bytes in base64 each, between commas'),
}

/** The keys of this process: the first seals, each opens. */
export const secretKeysOf = (env: {
  SECRET_KEY: Buffer
  SECRET_KEY_PREVIOUS: Buffer[]
}): [Buffer, ...Buffer[]] => [env.SECRET_KEY, ...env.SECRET_KEY_PREVIOUS]

/** What a hosted service allows, read by every process that makes or keeps executions. */
export const planEnv = {
  /** Whether the limits of the tiers hold. */
  PRIKKE_PLAN_LIMITS: z
    .enum(['on', 'off'])
    .default('off')
    .transform(value => value === 'on'),
  /** Where they do not. */
  RETENTION_DAYS: z.coerce.number().int().min(1).max(3_650).default(30),
}

/** By which way mail leaves: the notifier sends it, the api says whether it does. */
export const mailEnv = {
  /** Unset or empty: mail is written to the log. */
  SMTP_URL: z
    .string()
    .refine(
      value => value === '' || (/^smtps?:\/\/./.test(value) && URL.canParse(value)),
      'must be a URL like smtp://user:password@host:587',
    )
    .default(''),
}

/** Ports that no job may call: what `start` names, the database's and the dashboard's. */
export function ownPorts(env: {
  PRIKKE_OWN_PORTS: number[]
  DATABASE_URL: string
  APP_URL: string
}): number[] {
  const app = new URL(env.APP_URL)
  const appPort = app.port || (app.protocol === 'https:' ? '443' : '80')
  const databasePort = new URL(env.DATABASE_URL).port || '5432'
  return [...new Set([...env.PRIKKE_OWN_PORTS, Number(databasePort), Number(appPort)])]
}

type Source = Record<string, string | undefined>
export type Env<S extends z.ZodRawShape> = z.infer<z.ZodObject<S>>

/**
 * Reads the named variables, each from `NAME` or from the file that `NAME_FILE` names.
 * Reports everything that is missing or wrong together.
 */
export function parseEnv<S extends z.ZodRawShape>(
  shape: S,
  source: Source,
): { ok: true; env: Env<S> } | { ok: false; problems: string[] } {
  const values: Source = {}
  const problems: string[] = []
  for (const name of Object.keys(shape)) {
    const file = source[`${name}_FILE`]
    values[name] = source[name]
    if (values[name] !== undefined || file === undefined) continue
    try {
      values[name] = readFileSync(file, 'utf8').trim()
    } catch (error) {
      problems.push(`${name}_FILE cannot be read: ${(error as Error).message}`)
    }
  }
  const parsed = z.object(shape).safeParse(values)
  if (parsed.success && problems.length === 0) return { ok: true, env: parsed.data }
  for (const issue of parsed.error?.issues ?? []) {
    problems.push(`${issue.path.join('.')} ${issue.message}`)
  }
  return { ok: false, problems }
}

/** `parseEnv` of this process's environment; says every problem in plain words and exits with 78. */
export function readEnv<S extends z.ZodRawShape>(shape: S, source: Source = process.env): Env<S> {
  const parsed = parseEnv(shape, source)
  if (parsed.ok) return parsed.env
  process.stderr.write(
    `The configuration is not complete:\n${parsed.problems.map(line => `  ${line}\n`).join('')}`,
  )
  process.exit(badConfiguration)
}
