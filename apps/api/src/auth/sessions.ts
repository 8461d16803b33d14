import { createHash } from 'node:crypto'
import { DrizzlePostgreSQLAdapter } from '@lucia-auth/adapter-drizzle'
import type { User } from '@prikke/contract'
import { type Database, type Pool, sessions, users } from '@prikke/schema'
import { and, desc, eq, lt, ne, sql } from 'drizzle-orm'
import { generateIdFromEntropySize, Lucia } from 'lucia'
import { userOf } from './me.ts'

type Row = typeof sessions.$inferSelect

declare module 'lucia' {
  interface Register {
    Lucia: ReturnType<typeof createLucia>
    DatabaseSessionAttributes: Pick<Row, 'userAgent' | 'address'> &
      Partial<Pick<Row, 'createdAt' | 'publicId' | 'lastSeenAt'>>
    DatabaseUserAttributes: Omit<typeof users.$inferSelect, 'id'>
  }
}

export type SignedIn = {
  user: User
  /** The public id of the session that asks. */
  sessionId: string
  /** A `Set-Cookie` to send when the session has been extended. */
  renewedCookie: string | null
}

export type Sessions = {
  cookieName: string
  /** Signs a user in: a new session, whatever there was before. Returns the `Set-Cookie`. */
  create(
    userId: string,
    device: { userAgent: string | null; address: string | null },
    at?: Pick<Database, 'db'>,
  ): Promise<string>
  /** Who the request's Cookie header speaks for; null when nobody. */
  read(cookieHeader: string | undefined): Promise<SignedIn | null>
  /** Ends the session of the Cookie header. Returns the `Set-Cookie` that forgets it. */
  end(cookieHeader: string | undefined, at?: Pick<Database, 'db'>): Promise<string>
  /** The `Set-Cookie` that forgets a session which is over. */
  forget(): string
  /** Where a user is signed in, newest first, after the public id `after`. */
  list(userId: string, limit: number, after: string | undefined): Promise<Row[]>
  /** Ends one session of a user, by its public id; whether there was one. */
  revoke(at: Pick<Database, 'db'>, userId: string, publicId: string): Promise<boolean>
  /** Ends every session of a user, save the one with the public id `except`. How many there were. */
  revokeAll(at: Pick<Database, 'db'>, userId: string, except?: string): Promise<number>
  deleteExpired(): Promise<void>
}

/** However often it is used, a session ends this long after it was made. */
const longestMs = 90 * 24 * 60 * 60 * 1000
const tokenBytes = 32
const tokenShape = /^[a-z2-7]{52}$/
const seenEveryMs = 5 * 60 * 1000
const isAlive = sql`${sessions.expiresAt} > now() and ${sessions.createdAt} > now() - interval '90 days'`

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
    async create(userId, { userAgent, address }, at = pool) {
      const token = generateIdFromEntropySize(tokenBytes)
      // Only these two: lucia's adapter would let an `id` among the attributes replace the session's.
      await createLucia(at, options).createSession(
        userId,
        { userAgent, address },
        { sessionId: hash(token) },
      )
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
      noteSeen(pool, session)
      return {
        user: userOf({ ...user.row, id: user.id }),
        sessionId: session.publicId ?? '',
        renewedCookie: session.fresh ? lucia.createSessionCookie(token).serialize() : null,
      }
    },
    async end(cookieHeader, at = pool) {
      const token = tokenIn(cookieHeader)
      if (token !== null) await createLucia(at, options).invalidateSession(hash(token))
      return lucia.createBlankSessionCookie().serialize()
    },
    forget: () => lucia.createBlankSessionCookie().serialize(),
    list: async (userId, limit, after) =>
      await pool.db
        .select()
        .from(sessions)
        .where(
          and(
            eq(sessions.userId, userId),
            isAlive,
            after === undefined ? undefined : lt(sessions.publicId, after),
          ),
        )
        .orderBy(desc(sessions.publicId))
        .limit(limit),
    async revoke({ db }, userId, publicId) {
      const gone = await db
        .delete(sessions)
        .where(and(eq(sessions.userId, userId), eq(sessions.publicId, publicId)))
        .returning({ id: sessions.id })
      return gone.length > 0
    },
    async revokeAll({ db }, userId, except) {
      const others = except === undefined ? undefined : ne(sessions.publicId, except)
      const gone = await db
        .delete(sessions)
        .where(and(eq(sessions.userId, userId), others))
        .returning({ id: sessions.id })
      return gone.length
    },
    deleteExpired: () => lucia.deleteExpiredSessions(),
  }
}

function createLucia({ db }: Pick<Database, 'db'>, { secure }: { secure: boolean }) {
  return new Lucia(new DrizzlePostgreSQLAdapter(db, sessions, users), {
    sessionCookie: {
      name: secure ? '__Host-prikke' : 'prikke',
      attributes: { secure, sameSite: 'lax', path: '/' },
    },
    getSessionAttributes: ({ createdAt, publicId, lastSeenAt }) => ({
      createdAt,
      publicId,
      lastSeenAt,
    }),
    getUserAttributes: row => ({ row }),
  })
}

/** At most every few minutes, and nobody waits for it: a visit that is not noted costs nothing. */
function noteSeen({ db }: Pool, { id, lastSeenAt }: { id: string; lastSeenAt?: Date | undefined }) {
  // By this clock only to ask seldom; the database's decides.
  if (Date.now() - (lastSeenAt?.getTime() ?? 0) < seenEveryMs) return
  db.update(sessions)
    .set({ lastSeenAt: sql`now()` })
    .where(and(eq(sessions.id, id), sql`${sessions.lastSeenAt} < now() - interval '5 minutes'`))
    .then(
      () => {},
      () => {},
    )
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
