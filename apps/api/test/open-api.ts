import { createGuard, createSender, parseAllowList, type Resolver } from '@prikke/outbound'
import { createAnnouncer, listen, parseHints } from '@prikke/queue'
import { apiKeys, type MailContent, organizations, type Pool } from '@prikke/schema'
import { openDatabase } from '@prikke/schema/test'
import { createLog } from '@prikke/service'
import { onTestFinished } from 'vitest'
import { createApp } from '../src/app.ts'
import { newApiKey } from '../src/auth/api-keys.ts'
import { createSessions } from '../src/auth/sessions.ts'
import { readTrustedProxies } from '../src/client-address.ts'
import { createHub } from '../src/hub.ts'
import { createLimits } from '../src/limits.ts'
import { createRateLimit } from '../src/rate-limit.ts'
import { isDatabaseReady } from '../src/readiness.ts'
import { openVault } from '../src/secrets/open-vault.ts'
import type { Services } from '../src/services.ts'
import { answerFaults } from './described.ts'
import { type Description, readDescription } from './json-schema.ts'

export const appUrl = 'http://localhost:4000'
export const secretKey = Buffer.alloc(32, 7)

type Options = {
  allow?: string
  /** Instead of one that knows no name. */
  resolver?: Resolver
  registration?: Services['settings']['registration']
  setupToken?: string
  dashboard?: Services['dashboard']
  readiness?: Services['readiness']
  listening?: boolean
  /** Mail is set up. What would be sent stays where the notifier would find it. */
  mail?: boolean
  /** Every limit is wider by it. */
  limitFactor?: number
  trustProxy?: string
  /** The limits of the plans hold. */
  planLimits?: boolean
}
export type Sent = {
  body?: unknown
  text?: string
  headers?: Record<string, string>
  /** The address that the request comes from. */
  from?: string
}
/** Whatever JSON says: a test names what it expects of it. */
type Parsed = ReturnType<typeof JSON.parse>
export type Answer = {
  status: number
  headers: Headers
  body: Parsed
}
/** A mail as a test looks at it: whatever its kind has. */
type Mailed = { kind: MailContent['kind']; token?: string; code?: string; email?: string }
/** Calls the API as one caller. */
export type Call = (method: string, path: string, sent?: Sent) => Promise<Answer>

/** Calls an app in process, with headers that all requests have; holds each answer to the description. */
export const callerOf =
  (app: ReturnType<typeof createApp>) =>
  (own: Record<string, string>): Call =>
  async (method, path, { body, text, headers = {}, from } = {}) => {
    const sent = text ?? (body === undefined ? undefined : JSON.stringify(body))
    const type = sent === undefined ? {} : { 'content-type': 'application/json' }
    const request = {
      method,
      headers: { ...type, ...own, ...headers },
      ...(sent === undefined ? {} : { body: sent }),
    }
    const incoming = { socket: { remoteAddress: from } }
    const response = await app.request(path, request, { incoming } as object)
    const answer = { status: response.status, headers: response.headers }
    const shown = await response.text()
    if (path.startsWith('/api/')) await holdToDescription(app, { method, path }, response, shown)
    const isJson = /json/.test(response.headers.get('content-type') ?? '') && shown !== ''
    return { ...answer, body: isJson ? JSON.parse(shown) : shown }
  }

/** The whole api on a database of the test's own, called in process. */
export async function openApi(options: Options = {}) {
  const { pool } = await openDatabase({ planLimits: options.planLimits ?? false })
  const services = await servicesOn(pool, options)
  const app = createApp(services)

  const callWith = callerOf(app)

  /** What waits to be mailed to an address, newest first, opened as the notifier does. */
  const mailsTo = async (recipient: string) => {
    const rows = await pool.sql<{ id: string; kind: string; sealed: string }[]>`
      select id, kind, sealed from mails
      where recipient = ${recipient} and sealed is not null order by id desc`
    return rows.map(({ id, kind, sealed }) => {
      const place = { table: 'mails', row: id, purpose: kind }
      return JSON.parse(services.vault.open(sealed, place)) as Mailed
    })
  }

  return {
    app,
    pool,
    services,
    mailsTo,
    /** Calls as nobody in particular. */
    call: callWith({}),
    /** A new organization, called upon with an API key of its own. */
    async organization(name = 'acme') {
      const slug = `${name}-${crypto.randomUUID().slice(0, 8)}`
      const [made] = await pool.db
        .insert(organizations)
        .values({ slug, name, signingSecret: 'whsec_c2VjcmV0' })
        .returning()
      if (made === undefined) throw new Error('no organization was made')
      const { key, keyId, secretHash } = newApiKey()
      await pool.db
        .insert(apiKeys)
        .values({ organizationId: made.id, keyId, secretHash, name: 'test' })
      return { id: made.id, slug, key, call: callWith({ authorization: `Bearer ${key}` }) }
    },
    /** A new account with its organization, called as its browser does. */
    async person(email = `p-${crypto.randomUUID().slice(0, 8)}@example.com`) {
      const call = callWith({})
      let answer = await call('POST', '/api/auth/register', {
        body: { email, password: 'a long password', setupToken: options.setupToken },
      })
      if (answer.status === 202) {
        const [mail] = await mailsTo(email)
        const body = { token: mail?.token }
        answer = await call('POST', '/api/auth/magic-link/verify', { body })
      }
      if (answer.status > 201) throw new Error(`not registered: ${JSON.stringify(answer.body)}`)
      const cookie = cookieOf(answer)
      const { user, organization, organizations: [only] = [] } = answer.body
      return {
        email,
        cookie,
        user: user as { id: string },
        organization: (organization ?? only) as { id: string; slug: string },
        call: callWith({ cookie, origin: appUrl }),
      }
    },
  }
}

/** The name and value of the cookie an answer sets. */
export const cookieOf = (answer: Answer) =>
  (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? ''

let description: Promise<Description> | undefined

/** Fails the test whose answer the description does not have: its status, its code, its shape. */
async function holdToDescription(
  app: ReturnType<typeof createApp>,
  asked: { method: string; path: string },
  { status, headers }: Response,
  text: string,
): Promise<void> {
  description ??= Promise.resolve(app.request('/api/openapi.json'))
    .then(response => response.json())
    .then(readDescription)
  const type = headers.get('content-type')
  const shown = { status, type, requestId: headers.get('x-request-id'), text }
  const faults = answerFaults(await description, asked, shown)
  if (faults.length > 0) {
    throw new Error(
      `${asked.method} ${asked.path} → ${status} ${text.slice(0, 500)}\n${faults.join('\n')}`,
    )
  }
}

/** No test asks a name server. */
const knowsNone: Resolver = {
  resolve: async () => ({ ok: false, message: 'The name of the host does not exist' }),
}

async function servicesOn(pool: Pool, options: Options): Promise<Omit<Services, 'change'>> {
  const announcer = createAnnouncer(pool.sql)
  const hub = createHub()
  const closing = new AbortController()
  const listener = options.listening
    ? listen(pool, { events: payload => hub.publish(parseHints(payload)) })
    : null
  const allowed = parseAllowList(options.allow ?? '')
  const reach = {
    allow: allowed.ok ? allowed.allow : [],
    ownPorts: [4000, 5999],
    echoOrigin: appUrl,
  }
  const sender = createSender(reach, { resolver: options.resolver ?? knowsNone })
  onTestFinished(async () => {
    closing.abort()
    await Promise.all([announcer.close(), listener?.close(), sender.close()])
  })
  const opened = await openVault(pool, [secretKey])
  if (!opened.ok) throw new Error(opened.problem)
  return {
    pool,
    sessions: createSessions(pool, { secure: false }),
    limits: createLimits(pool, { factor: options.limitFactor ?? 1 }),
    vault: opened.vault,
    rateLimit: createRateLimit({ isOn: pool.planLimits, factor: options.limitFactor ?? 1 }),
    announcer,
    hub,
    closing: closing.signal,
    log: createLog('test', 'silent'),
    checkUrl: createGuard(reach).checkUrl,
    sender,
    readiness: options.readiness ?? (() => isDatabaseReady(pool)),
    dashboard: options.dashboard ?? null,
    settings: {
      appUrl,
      registration: options.registration ?? 'open',
      setupToken: options.setupToken ?? null,
      mail: options.mail ?? false,
      retentionDays: 30,
      isTrustedProxy: readTrustedProxies(options.trustProxy ?? '') ?? (() => false),
    },
  }
}
