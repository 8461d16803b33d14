import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { isIP } from 'node:net'
import { join, resolve } from 'node:path'
import { readEnv } from '@prikke/service'
import { z } from 'zod'
import { freePorts } from './ports.ts'

const notPort = 'must be a port, from 0 to 65535'
const port = z.coerce.number(notPort).int(notPort).min(0, notPort).max(65_535, notPort)
const text = z.string().min(1)
const isSecretKey = (key: string) => Buffer.from(key, 'base64').length === 32

const shape = {
  PORT: port.default(4000),
  HOST: text.default('127.0.0.1'),
  APP_URL: z.url({ protocol: /^https?$/ }).optional(),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\/./, 'must be a URL like postgres://user:password@host:5432/name')
    .optional(),
  PRIKKE_DATA_DIR: text.default('.prikke'),
  SECRET_KEY: z.string().refine(isSecretKey, 'must be 32 bytes in base64').optional(),
  SECRET_KEY_PREVIOUS: z
    .string()
    .default('')
    .refine(
      keys => keys.split(',').every(key => key.trim() === '' || isSecretKey(key)),
      'must be 32 bytes in base64 each, between commas',
    ),
  REGISTRATION: z.enum(['open', 'invite', 'closed']).optional(),
  PRIKKE_ALLOW_TARGETS: z.string().optional(),
  SETUP_TOKEN: z.string().optional(),
  HEALTH_PORT: port.default(0),
}

export type Settings = {
  host: string
  port: number
  appUrl: string
  /** Unset: the embedded PostgreSQL. */
  databaseUrl: string | undefined
  dataDir: string
  secretKey: string | undefined
  /** Keys that still open what they sealed, between commas. */
  previousSecretKeys: string
  /** The first of the health ports, one an app; 0 for any free ones. */
  healthPort: number
  /** Why the easy defaults of a local instance do not apply; null when they do. */
  strictBecause: string | null
  /** Whether the first account must give a setup token. */
  asksSetupToken: boolean
  /** What `start` chooses for the apps where the environment says nothing. */
  defaults: Record<string, string>
}

/** Reads what `start` needs from the environment and from `.env` in the root, which gives way. */
export async function readSettings(root: string): Promise<Settings> {
  if (existsSync(join(root, '.env'))) process.loadEnvFile(join(root, '.env'))
  const env = readEnv(shape)
  const chosen = env.PORT === 0 ? ((await freePorts(1))[0] as number) : env.PORT
  const appUrl = new URL(env.APP_URL ?? `http://localhost:${chosen}`)
  const strictBecause = whyStrict(env.HOST, appUrl)
  const easy = {
    REGISTRATION: env.REGISTRATION ?? 'open',
    PRIKKE_ALLOW_TARGETS: env.PRIKKE_ALLOW_TARGETS ?? '127.0.0.0/8,::1/128',
    // Set to the empty string it is not asked for.
    SETUP_TOKEN: env.SETUP_TOKEN ?? '',
  }
  return {
    host: env.HOST,
    port: chosen,
    appUrl: appUrl.origin,
    databaseUrl: env.DATABASE_URL,
    dataDir: resolve(root, env.PRIKKE_DATA_DIR),
    secretKey: env.SECRET_KEY,
    previousSecretKeys: env.SECRET_KEY_PREVIOUS,
    healthPort: env.HEALTH_PORT,
    strictBecause,
    asksSetupToken: strictBecause !== null && env.SETUP_TOKEN !== '',
    defaults: strictBecause === null ? easy : {},
  }
}

function whyStrict(host: string, appUrl: URL): string | null {
  if (!isLoopback(host)) return `HOST is ${host}`
  if (!isLoopback(appUrl.hostname)) return `APP_URL is ${appUrl.origin}`
  return null
}

function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '')
  return bare === 'localhost' || bare === '::1' || (isIP(bare) === 4 && bare.startsWith('127.'))
}

/** A new value for `SECRET_KEY`. */
export const newSecretKey = () => randomBytes(32).toString('base64')
/** A new password, safe inside a URL. */
export const newPassword = () => randomBytes(24).toString('base64url')
