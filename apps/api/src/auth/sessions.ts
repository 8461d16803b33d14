import { createHash } from 'node:crypto'
import { DrizzlePostgreSQLAdapter } from '@lucia-auth/adapter-drizzle'
import { type Pool, sessions, users } from '@prikke/schema'
import { generateIdFromEntropySize, Lucia } from 'lucia'

declare module 'lucia' {
  interface Register {
    Lucia: ReturnType<typeof createLucia>
    DatabaseSessionAttributes: {
      userAgent: string | null
      address: string | null
      createdAt?: Date
    }
    DatabaseUserAttributes: { email: string; name: string }
  }
}

export type SignedIn = {
  user: { id: string; email: string; name: string }
  /** A `Set-Cookie` to send when the session has been extended. */
  renewedCookie: string | null
}

export type Sessions = {
  cookieName: string
  /** Signs a user in: a new session, whatever there was before. Returns the `Set-Cookie`. */
  create(
    userId: string,
    device: { userAgent: string | null; address: string | null },
  ): Promise<string>
  /** Who the request's Cookie header speaks for; null when nobody. */
  read(cookieHeader: string | undefined): Promise<SignedIn | null>
  /** Ends the session of the Cookie header. Returns the `Set-Cookie` that forgets it. */
  end(cookieHeader: string | undefined): Promise<string>
  deleteExpired(): Promise<void>
}

/** However often it is used, a session ends this long after it was made. */
const longestMs = 90 * 24 * 60 * 60 * 1000
const tokenBytes = 32
const tokenShape = /^[a-z2-7]{52}$/

/**
 * Sessions by lucia, 30 days from the last use. Lucia stores what its cookie holds, so it is given
 * the SHA-256 of the token as id: a copy of the table signs nobody in.
 */
export function createSessions(pool: Pool, options: { secure: boolean }): Sessions {
  const lucia = createLucia(pool, options)
  const tokenIn = (cookieHeader: string | undefined) =>
    readToken(cookieHeader ?? '', lucia.sessionCookieName)

  return {
    cookieName: lucia.sessionCookieName,
    async create(userId, { userAgent, address }) {
      const token = generateIdFromEntropySize(tokenBytes)
      // Only these two: lucia's adapter would let an `id` among the attributes replace the session's.
      await lucia.createSession(userId, { userAgent, address }, { sessionId: hash(token) })
      return lucia.createSessionCookie(token).serialize()
    },
    async read(cookieHeader) {
      const token = tokenIn(cookieHeader)
      if (token === null) return null
      const { session, user } = await lucia.validateSession(hash(token))
      if (session === null) return null
      if (Date.now() - (session.createdAt?.getTime() ?? 0) > longestMs) {
        await lucia.invalidateSession(session.id)
        return null
      }
      return {
        user: { id: user.id, email: user.email, name: user.name },
        renewedCookie: session.fresh ? lucia.createSessionCookie(token).serialize() : null,
      }
    },
    async end(cookieHeader) {
      const token = tokenIn(cookieHeader)
      if (token !== null) await lucia.invalidateSession(hash(token))
      return lucia.createBlankSessionCookie().serialize()
    },
    deleteExpired: () => lucia.deleteExpiredSessions(),
  }
}

function createLucia(pool: Pool, { secure }: { secure: boolean }) {
  return new Lucia(new DrizzlePostgreSQLAdapter(pool.db, sessions, users), {
    sessionCookie: {
      name: secure ? '__Host-prikke' : 'prikke',
      attributes: { secure, sameSite: 'lax', path: '/' },
    },
    getSessionAttributes: ({ createdAt }) => ({ createdAt }),
    getUserAttributes: ({ email, name }) => ({ email, name }),
  })
}

/** Not with lucia, which throws on a `%` in a cookie that another page of this host has set. */
function readToken(cookieHeader: string, name: string): string | null {
  const own = cookieHeader.split(';').map(pair => pair.trim())
  const tokens = own.flatMap(pair =>
    pair.startsWith(`${name}=`) ? pair.slice(name.length + 1) : [],
  )
  return tokens.find(token => tokenShape.test(token)) ?? null
}

const hash = (token: string) => createHash('sha256').update(token).digest('hex')
