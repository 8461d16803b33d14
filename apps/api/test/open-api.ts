import { createGuard, parseAllowList } from '@prikke/outbound'
import { createAnnouncer, listen, parseHints } from '@prikke/queue'
import { apiKeys, organizations, type Pool } from '@prikke/schema'
import { openDatabase } from '@prikke/schema/test'
import { createLog } from '@prikke/service'
import { onTestFinished } from 'vitest'
import { createApp } from '../src/app.ts'
import { newApiKey } from '../src/auth/api-keys.ts'
import { createSessions } from '../src/auth/sessions.ts'
import { createHub } from '../src/hub.ts'
import { isDatabaseReady } from '../src/readiness.ts'
import type { Services } from '../src/services.ts'

export const appUrl = 'http://localhost:4000'

type Options = {
  allow?: string
  registration?: Services['settings']['registration']
  setupToken?: string
  dashboard?: Services['dashboard']
  readiness?: Services['readiness']
  listening?: boolean
}
type Sent = { body?: unknown; text?: string; headers?: Record<string, string> }
/** Whatever JSON says: a test names what it expects of it. */
type Parsed = ReturnType<typeof JSON.parse>
export type Answer = {
  status: number
  headers: Headers
  body: Parsed
}
/** Calls the API as one caller. */
export type Call = (method: string, path: string, sent?: Sent) => Promise<Answer>

/** The whole api on a database of the test's own, called in process. */
export async function openApi(options: Options = {}) {
  const { pool } = await openDatabase()
  const services = await servicesOn(pool, options)
  const app = createApp(services)

  const callWith =
    (own: Record<string, string>): Call =>
    async (method, path, { body, text, headers = {} } = {}) => {
      const sent = text ?? (body === undefined ? undefined : JSON.stringify(body))
      const type = sent === undefined ? {} : { 'content-type': 'application/json' }
      const response = await app.request(path, {
        method,
        headers: { ...type, ...own, ...headers },
        ...(sent === undefined ? {} : { body: sent }),
      })
      return { status: response.status, headers: response.headers, body: await readBody(response) }
    }

  return {
    app,
    pool,
    services,
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
      const answer = await callWith({})('POST', '/api/auth/register', {
        body: { email, password: 'a long password', setupToken: options.setupToken },
      })
      if (answer.status !== 201) throw new Error(`not registered: ${JSON.stringify(answer.body)}`)
      const cookie = cookieOf(answer)
      return {
        email,
        cookie,
        user: answer.body.user as { id: string },
        organization: answer.body.organization as { id: string; slug: string },
        call: callWith({ cookie, origin: appUrl }),
      }
    },
  }
}

/** The name and value of the cookie an answer sets. */
export const cookieOf = (answer: Answer) =>
  (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? ''

async function readBody(response: Response): Promise<unknown> {
  const text = await response.text()
  const isJson = /json/.test(response.headers.get('content-type') ?? '')
  return isJson && text !== '' ? JSON.parse(text) : text
}

async function servicesOn(pool: Pool, options: Options): Promise<Services> {
  const announcer = createAnnouncer(pool.sql)
  const hub = createHub()
  const closing = new AbortController()
  const listener = options.listening
    ? listen(pool, { events: payload => hub.publish(parseHints(payload)) })
    : null
  onTestFinished(async () => {
    closing.abort()
    await Promise.all([announcer.close(), listener?.close()])
  })
  const allowed = parseAllowList(options.allow ?? '')
  return {
    pool,
    sessions: createSessions(pool, { secure: false }),
    announcer,
    hub,
    closing: closing.signal,
    log: createLog('test', 'silent'),
    checkUrl: createGuard({
      allow: allowed.ok ? allowed.allow : [],
      ownPorts: [4000, 5999],
      echoOrigin: appUrl,
    }).checkUrl,
    readiness: options.readiness ?? (() => isDatabaseReady(pool)),
    dashboard: options.dashboard ?? null,
    settings: {
      appUrl,
      registration: options.registration ?? 'open',
      setupToken: options.setupToken ?? null,
      isTrustedProxy: () => false,
    },
  }
}
